import { usedNames } from '../build/index.ts'
import type { Node, StaticGraph } from '../onnx/index.ts'

/** The two halves of a gradient graph, told apart by what its second input (dz or the labels) reaches. */
export interface Passes {
  /** What the outputs that do not depend on the second input need: the network itself. */
  readonly forward: ReadonlySet<Node>
  /** Does not depend on the second input, yet serves only what does: masks, factors, recomputed values. */
  readonly auxiliary: readonly Node[]
  /** Depends on the second input. */
  readonly backward: ReadonlySet<Node>
}

/** Undefined for a graph with one input, which has no backward pass. */
export function passesOf(graph: StaticGraph): Passes | undefined {
  const seed = graph.inputs[1]?.name
  if (seed === undefined) return undefined
  const dependent = new Set([seed])
  const backward = new Set<Node>()
  for (const node of graph.nodes) {
    if (!usedNames(node).some((name) => dependent.has(name))) continue
    backward.add(node)
    for (const name of node.outputs) dependent.add(name)
  }
  const wanted = new Set(graph.outputs.map(({ name }) => name).filter((name) => !dependent.has(name)))
  const forward = new Set<Node>()
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    forward.add(node)
    for (const name of usedNames(node)) wanted.add(name)
  }
  const auxiliary = graph.nodes.filter((node) => !forward.has(node) && !backward.has(node))
  return { forward, auxiliary, backward }
}
