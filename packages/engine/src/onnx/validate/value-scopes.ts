import type { Graph, Model, Node } from '../graph.ts'
import { subgraphsOf } from '../inline/fresh-names.ts'
import { listed, type ModelIssue } from './issue.ts'

/**
 * What is wrong with the values' definitions: a name that is read and nowhere defined, one that is defined twice in a
 * scope or again in a scope within, and outputs that nothing computes. Nodes may stand in any order, as ONNX Runtime has
 * it: its converter to float16 appends what it adds.
 */
export function scopeIssues(model: Model): readonly ModelIssue[] {
  const findings: Findings = { undefinedNames: new Set(), redefined: new Set(), missingOutputs: new Set() }
  checkGraph(model.graph, { names: new Set(), made: new Set() }, findings)
  for (const definition of model.functions) {
    const names = new Set(definition.inputs)
    checkNodes(definition.nodes, { names, made: new Set() }, findings)
    for (const name of definition.outputs) if (!names.has(name)) findings.missingOutputs.add(name)
  }
  const issues: ModelIssue[] = []
  const add = (names: ReadonlySet<string>, what: string) => {
    if (names.size > 0) {
      const message = `${what}: ${listed([...names])}. Export the model again and run onnx.checker on it.`
      issues.push({ code: 'malformed-model', message })
    }
  }
  add(findings.undefinedNames, 'Values are read that no node, input or initializer defines')
  add(findings.redefined, 'Values are defined more than once')
  add(findings.missingOutputs, 'Outputs are declared that nothing computes')
  return issues
}

interface Findings {
  readonly undefinedNames: Set<string>
  readonly redefined: Set<string>
  readonly missingOutputs: Set<string>
}

/** What nodes may read; a graph's own names are added while it is checked and taken out again after it. */
interface Scope {
  /** Names defined so far, in this graph and the outer ones. */
  readonly names: Set<string>
  /** Names that nodes of these graphs make, those further down included. */
  readonly made: Set<string>
}

function checkGraph(graph: Graph, scope: Scope, findings: Findings): void {
  const { names } = scope
  const own: string[] = []
  const define = (name: string) => {
    if (names.has(name)) findings.redefined.add(name)
    else {
      names.add(name)
      own.push(name)
    }
  }
  const inputs = new Set(graph.inputs.map((input) => input.name))
  for (const name of inputs) define(name)
  for (const name of graph.initializers.keys()) if (!inputs.has(name)) define(name)
  own.push(...checkNodes(graph.nodes, scope, findings))
  for (const { name } of graph.outputs) if (!names.has(name)) findings.missingOutputs.add(name)
  for (const name of own) names.delete(name)
}

/** Returns the names that the nodes define, which are left in the scope's names. */
function checkNodes(nodes: readonly Node[], { names, made }: Scope, findings: Findings): string[] {
  const own: string[] = []
  const added = nodes.flatMap((node) => node.outputs).filter((name) => !made.has(name))
  for (const name of added) made.add(name)
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (name !== '' && !names.has(name) && !made.has(name)) findings.undefinedNames.add(name)
    }
    for (const subgraph of subgraphsOf(node)) checkGraph(subgraph, { names, made }, findings)
    for (const name of node.outputs) {
      if (name === '') continue
      if (names.has(name)) findings.redefined.add(name)
      else {
        names.add(name)
        own.push(name)
      }
    }
  }
  for (const name of added) made.delete(name)
  return own
}
