import { GraphBuilder, usedNames } from '../build/index.ts'
import type { Node, StaticGraph } from '../onnx/index.ts'
import { copyNode } from './copy-node.ts'
import { passesOf } from './passes.ts'
import { type GraphRewrite, renameInputs } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Operators that cost one pass over their elements. */
const cheap = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Relu', 'LeakyRelu', 'Reshape', 'Clip', 'HardSigmoid'])
/** Values below this size are not worth a node. */
const smallestBytes = 2 ** 18
/** Longest chain of cheap operators that is computed again. */
const longestChain = 5

/** The chain of nodes that makes a value from values that are kept anyway, in order; undefined where there is none. */
function chainOf(
  name: string,
  options: {
    readonly producers: ReadonlyMap<string, Node>
    readonly isKept: (name: string) => boolean
    readonly isSmall: (name: string) => boolean
    readonly length: number
  },
): Node[] | undefined {
  const { producers, isKept, isSmall, length } = options
  const producer = producers.get(name)
  if (producer === undefined || length === 0 || !cheap.has(producer.opType)) return undefined
  const chain: Node[] = []
  for (const input of producer.inputs) {
    if (input === '' || isSmall(input) || isKept(input)) continue
    const before = chainOf(input, { ...options, length: length - 1 })
    if (before === undefined) return undefined
    chain.push(...before)
  }
  return [...chain.filter((node, index) => chain.indexOf(node) === index), producer]
}

/**
 * A large value that the backward pass reads, and that a few cheap operators make of values which the backward pass
 * keeps anyway, is computed again there instead of kept: the input of an activation from the centred input of the
 * normalisation before it, say. It takes a pass or two over the elements and frees the memory in between.
 */
export const recomputation: GraphRewrite = (graph) => {
  const passes = passesOf(graph)
  if (passes === undefined) return graph
  const late = graph.nodes.filter((node) => !passes.forward.has(node))
  const producers = new Map([...passes.forward].flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const kept = new Set(late.flatMap(usedNames).filter((name) => producers.has(name)))
  const isSmall = (name: string) => valueBytes(graph, name) < smallestBytes
  const outputs = new Set(graph.outputs.map(({ name }) => name))
  const g = GraphBuilder.over(graph)
  g.restart(graph.nodes.filter((node) => passes.forward.has(node)))
  const renamed = new Map<string, string>()
  // Values that stand late in the forward pass are looked at first: what they are made of may have to be kept for them.
  for (const node of [...passes.forward].sort(byPosition(graph)).reverse()) {
    for (const name of node.outputs) {
      if (!kept.has(name) || isSmall(name) || outputs.has(name)) continue
      const isKept = (input: string) => input !== name && (kept.has(input) || !producers.has(input))
      const chain = chainOf(name, { producers, isKept, isSmall, length: longestChain })
      if (chain === undefined) continue
      kept.delete(name)
      for (const step of chain) copyNode(g, step, renamed)
    }
  }
  for (const node of late) g.adopt(renameInputs(node, renamed))
  return g.finish(
    graph.name,
    graph.inputs.map(({ name }) => name),
    [...outputs],
  )
}

function byPosition(graph: StaticGraph): (a: Node, b: Node) => number {
  const positions = new Map(graph.nodes.map((node, index) => [node, index]))
  return (a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0)
}
