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

/** Gives names that no value of the model has, in any scope. */
export interface FreshNames {
  /** `name` itself where it is free, else `name_1`, `name_2`, …; taken from then on. */
  readonly take: (name: string) => string
}

/** Names not used by any graph of the model; function bodies are renamed when inlined and do not count. */
export function freshNames(model: Model): FreshNames {
  const used = new Set<string>()
  collectNames(model.graph, used)
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

function collectNames(graph: Graph, into: Set<string>): void {
  for (const { name } of graph.inputs) into.add(name)
  for (const { name } of graph.outputs) into.add(name)
  for (const name of graph.initializers.keys()) into.add(name)
  for (const node of graph.nodes) {
    for (const name of node.inputs) into.add(name)
    for (const name of node.outputs) into.add(name)
    for (const subgraph of subgraphsOf(node)) collectNames(subgraph, into)
  }
}
