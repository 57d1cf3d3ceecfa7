import type { Model, Node } from '../graph.ts'
import { subgraphsOf } from '../inline/fresh-names.ts'
import { calledFunction, functionTable } from '../inline/inline-functions.ts'
import { listed, type ModelIssue } from './issue.ts'

/** Calls `visit` for every node of the model: of its graph, of all bodies within, and of its functions. */
export function visitNodes(model: Model, visit: (node: Node) => void): void {
  const walk = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      visit(node)
      for (const subgraph of subgraphsOf(node)) walk(subgraph.nodes)
    }
  }
  walk(model.graph.nodes)
  for (const definition of model.functions) walk(definition.nodes)
}

/** How often each operator occurs, by type; functions count once. Types of other domains are written domain.type. */
export function operatorHistogram(model: Model): ReadonlyMap<string, number> {
  const histogram = new Map<string, number>()
  visitNodes(model, (node) => {
    const name = qualifiedName(node)
    histogram.set(name, (histogram.get(name) ?? 0) + 1)
  })
  return histogram
}

/** Operators of foreign domains, and those of the default domain that `accepts` turns down. */
export function operatorIssues(model: Model, accepts: (opType: string) => boolean): readonly ModelIssue[] {
  const functions = functionTable(model.functions)
  const custom = new Map<string, string>()
  const refused = new Map<string, string>()
  visitNodes(model, (node) => {
    if (calledFunction(node, functions) !== undefined) return
    const name = qualifiedName(node)
    if (node.domain !== '') custom.set(name, node.name)
    else if (!accepts(node.opType)) refused.set(name, node.name)
  })
  const issues: ModelIssue[] = []
  if (custom.size > 0) {
    issues.push({
      code: 'custom-operator',
      message: `The model uses operators outside of the standard ONNX domain: ${places(custom)}. Export it with standard operators only (no ONNX Runtime optimisation, no plug-ins).`,
    })
  }
  if (refused.size > 0) {
    issues.push({
      code: 'unsupported-operator',
      message: `The model uses operators that are not accepted: ${places(refused)}. Replace them in the network and export it again.`,
    })
  }
  return issues
}

function qualifiedName(node: Node): string {
  return node.domain === '' ? node.opType : `${node.domain}.${node.opType}`
}

function places(found: ReadonlyMap<string, string>): string {
  return listed([...found].map(([operator, node]) => (node === '' ? operator : `${operator} (node ${node})`)))
}
