import type { Graph, Model, Node } from '../graph.ts'
import { subgraphsOf } from '../inline/fresh-names.ts'
import { listed, type ModelIssue } from './issue.ts'

/**
 * What is wrong with the values' definitions: a name that is read before anything defines it, one that is defined
 * twice in a scope or again in a scope within, and outputs that nothing computes. ONNX wants nodes in the order of
 * execution and each name given once.
 */
export function scopeIssues(model: Model): readonly ModelIssue[] {
  const findings: Findings = { undefinedNames: new Set(), redefined: new Set(), missingOutputs: new Set() }
  checkGraph(model.graph, new Set(), findings)
  for (const definition of model.functions) {
    const scope = new Set(definition.inputs)
    checkNodes(definition.nodes, scope, findings)
    for (const name of definition.outputs) if (!scope.has(name)) findings.missingOutputs.add(name)
  }
  const issues: ModelIssue[] = []
  const add = (names: ReadonlySet<string>, what: string) => {
    if (names.size > 0) {
      const message = `${what}: ${listed([...names])}. Export the model again and run onnx.checker on it.`
      issues.push({ code: 'malformed-model', message })
    }
  }
  add(findings.undefinedNames, 'Values are read that no earlier node, input or initializer defines')
  add(findings.redefined, 'Values are defined more than once')
  add(findings.missingOutputs, 'Outputs are declared that nothing computes')
  return issues
}

interface Findings {
  readonly undefinedNames: Set<string>
  readonly redefined: Set<string>
  readonly missingOutputs: Set<string>
}

/** Names are added to `scope` while a graph is checked and taken out again after it: its nodes see the outer ones. */
function checkGraph(graph: Graph, scope: Set<string>, findings: Findings): void {
  const own: string[] = []
  const define = (name: string) => {
    if (scope.has(name)) findings.redefined.add(name)
    else {
      scope.add(name)
      own.push(name)
    }
  }
  const inputs = new Set(graph.inputs.map((input) => input.name))
  for (const name of inputs) define(name)
  for (const name of graph.initializers.keys()) if (!inputs.has(name)) define(name)
  own.push(...checkNodes(graph.nodes, scope, findings))
  for (const { name } of graph.outputs) if (!scope.has(name)) findings.missingOutputs.add(name)
  for (const name of own) scope.delete(name)
}

/** Returns the names that the nodes define, which are left in `scope`. */
function checkNodes(nodes: readonly Node[], scope: Set<string>, findings: Findings): string[] {
  const own: string[] = []
  for (const node of nodes) {
    for (const name of node.inputs) if (name !== '' && !scope.has(name)) findings.undefinedNames.add(name)
    for (const subgraph of subgraphsOf(node)) checkGraph(subgraph, scope, findings)
    for (const name of node.outputs) {
      if (name === '') continue
      if (scope.has(name)) findings.redefined.add(name)
      else {
        scope.add(name)
        own.push(name)
      }
    }
  }
  return own
}
