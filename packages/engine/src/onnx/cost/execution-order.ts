import { namesReadBy } from '../captures.ts'
import type { Node, StaticGraph } from '../graph.ts'

/**
 * The graph's nodes in the order in which ONNX Runtime runs them: depth first from the nodes whose results no other
 * node reads, the last of the list first, each after what it reads, and of what it reads the later in the list first
 * (`Graph::ReverseDFSFrom` with the order of indices). Values that serve the end of the graph alone are thus made late.
 */
export function executionOrder(graph: StaticGraph): Node[] {
  const producers = new Map<string, number>()
  for (const [index, node] of graph.nodes.entries()) for (const name of node.outputs) producers.set(name, index)
  const sources = graph.nodes.map((node) =>
    [...new Set(namesReadBy(node))].flatMap((name) => producers.get(name) ?? []).sort((a, b) => a - b),
  )
  const isRead = new Set(sources.flat())
  const stack = graph.nodes.flatMap((_, index) => (isRead.has(index) ? [] : [{ index, isDone: false }]))
  const visited = new Set<number>()
  const order: Node[] = []
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { index, isDone } = entry
    const node = graph.nodes[index]
    if (node === undefined) continue
    if (isDone) {
      order.push(node)
      continue
    }
    if (visited.has(index)) continue
    visited.add(index)
    stack.push({ index, isDone: true })
    for (const source of sources[index] ?? []) if (!visited.has(source)) stack.push({ index: source, isDone: false })
  }
  return order
}
