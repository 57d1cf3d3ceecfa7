import type { Graph, Model, Node } from '../graph.ts'

/** The graphs in a node's attributes: bodies of If, Loop, Scan. */
export function subgraphsOf(node: Node): readonly Graph[] {
  const graphs: Graph[] = []
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.kind === 'graph') graphs.push(attribute.value)
    else if (attribute.kind === 'graphs') graphs.push(...attribute.value)
  }
  return graphs
}

/** Gives names that are not in use. */
export interface FreshNames {
  /** `name` itself where it is free, else `name_1`, `name_2`, …; taken from then on. */
  readonly take: (name: string) => string
}

/** Names that no value of the model's graphs has; function bodies are renamed when inlined and do not count. */
export function freshValueNames(model: Model): FreshNames {
  const used = new Set<string>()
  visitGraphs(model.graph, (graph) => {
    for (const { name } of graph.inputs) used.add(name)
    for (const { name } of graph.outputs) used.add(name)
    for (const name of graph.initializers.keys()) used.add(name)
    for (const node of graph.nodes) {
      for (const name of node.inputs) used.add(name)
      for (const name of node.outputs) used.add(name)
    }
  })
  return namesBeside(used)
}

/** Names that no node of the model's graphs has: ONNX Runtime refuses two nodes of one name. */
export function freshNodeNames(model: Model): FreshNames {
  const used = new Set<string>()
  visitGraphs(model.graph, (graph) => {
    for (const { name } of graph.nodes) used.add(name)
  })
  return namesBeside(used)
}

function namesBeside(used: Set<string>): FreshNames {
  const counters = new Map<string, number>()
  return {
    take: (name) => {
      let candidate = name
      let counter = counters.get(name) ?? 0
      while (used.has(candidate)) candidate = `${name}_${++counter}`
      counters.set(name, counter)
      used.add(candidate)
      return candidate
    },
  }
}

function visitGraphs(graph: Graph, visit: (graph: Graph) => void): void {
  visit(graph)
  for (const node of graph.nodes) for (const subgraph of subgraphsOf(node)) visitGraphs(subgraph, visit)
}
