import { passesOf } from './passes.ts'
import type { GraphRewrite } from './rewrite.ts'

/**
 * Puts masks and factors of the backward pass before it in the list of nodes. ONNX Runtime walks the graph from its
 * outputs and goes into the input whose node stands last in the list first: a mask that stands after its partner dy is
 * made during the forward pass and kept, one that stands before it is made when it is needed.
 */
export const lateAuxiliaries: GraphRewrite = (graph) => {
  const passes = passesOf(graph)
  if (passes === undefined) return graph
  const { forward, auxiliary, backward } = passes
  const nodes = [
    ...graph.nodes.filter((node) => forward.has(node)),
    ...auxiliary,
    ...graph.nodes.filter((node) => backward.has(node)),
  ]
  return { ...graph, nodes }
}
