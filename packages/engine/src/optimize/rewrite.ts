import { GraphBuilder } from '../build/index.ts'
import type { Node, StaticGraph } from '../onnx/index.ts'

/**
 * Writes what takes a node's place and returns the names that its outputs now have, in their order; undefined leaves
 * the node as it is. Producers are the nodes of the graph up to this one, by the names of their outputs.
 */
export type NodeRewrite = (
  g: GraphBuilder,
  node: Node,
  producers: ReadonlyMap<string, Node>,
) => readonly string[] | undefined

/** A rewrite of a whole static graph that keeps what it computes. */
export type GraphRewrite = (graph: StaticGraph) => StaticGraph

/** Applies a rewrite to each node of the outermost scope; graph outputs keep their names. */
export function rewriteNodes(rewrite: NodeRewrite): GraphRewrite {
  return (graph) => {
    const g = GraphBuilder.over(graph)
    g.restart([])
    const renamed = new Map<string, string>()
    const producers = new Map<string, Node>()
    const outputs = new Set(graph.outputs.map(({ name }) => name))
    for (const node of graph.nodes) {
      const current = renameInputs(node, renamed)
      for (const name of current.outputs) producers.set(name, current)
      const made = rewrite(g, current, producers)
      if (made === undefined) {
        g.adopt(current)
        continue
      }
      node.outputs.forEach((name, index) => {
        const next = made[index]
        if (name === '' || next === undefined) return
        // The name is part of the graph's interface: it stays, as a copy.
        if (outputs.has(name))
          g.adopt({ opType: 'Identity', domain: '', name, inputs: [next], outputs: [name], attributes: {} })
        else renamed.set(name, next)
      })
    }
    return g.finish(
      graph.name,
      graph.inputs.map(({ name }) => name),
      [...outputs],
    )
  }
}

/** The node reading other values, in its bodies too. */
export function renameInputs(node: Node, renamed: ReadonlyMap<string, string>): Node {
  if (renamed.size === 0) return node
  const rename = (name: string): string => renamed.get(name) ?? name
  return {
    ...node,
    inputs: node.inputs.map(rename),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([key, attribute]) => [
        key,
        attribute.kind === 'graph'
          ? {
              ...attribute,
              value: {
                ...attribute.value,
                nodes: attribute.value.nodes.map((inner) => renameInputs(inner, renamed)),
                outputs: attribute.value.outputs.map((value) => ({ ...value, name: rename(value.name) })),
              },
            }
          : attribute,
      ]),
    ),
  }
}
