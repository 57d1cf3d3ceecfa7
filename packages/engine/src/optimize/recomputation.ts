import { GraphBuilder, usedNames } from '../build/index.ts'
import { intAttribute, type Node, type StaticGraph } from '../onnx/index.ts'
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
/** The same from a Softmax, back over masks and biases to the product of queries and keys. */
const longestAttention = 8
/** A product over so few features costs about what a pass over its result does. */
const fewFeatures = 32
/** Larger attention weights take longer to compute again than their memory is worth. */
const largestWeights = 2 ** 28

interface ChainOptions {
  readonly producers: ReadonlyMap<string, Node>
  readonly isKept: (name: string) => boolean
  readonly isSmall: (name: string) => boolean
  readonly isCheap: (node: Node) => boolean
  readonly length: number
}

/** The chain of nodes that makes a value from values that are kept anyway, in order; undefined where there is none. */
function chainOf(name: string, options: ChainOptions): Node[] | undefined {
  const { producers, isKept, isSmall, isCheap, length } = options
  const producer = producers.get(name)
  if (producer === undefined || length === 0 || !isCheap(producer)) return undefined
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
 * normalisation before it, say. It takes a pass or two over the elements and frees the memory in between. So are the
 * weights of attention heads with few features, from queries and keys.
 */
export const recomputation: GraphRewrite = (graph) => {
  const passes = passesOf(graph)
  if (passes === undefined) return graph
  const late = graph.nodes.filter((node) => !passes.forward.has(node))
  const producers = new Map([...passes.forward].flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const kept = new Set(late.flatMap(usedNames).filter((name) => producers.has(name)))
  const fixed = constantValues(graph)
  const bytes = (name: string) => valueBytes(graph, name)
  const isSmall = (name: string) => bytes(name) < smallestBytes
  const isCheap = ({ opType }: Node) => cheap.has(opType)
  const isAttention = (node: Node) => {
    const shape = graph.types.get(node.inputs[0] ?? '')?.shape ?? []
    if (node.opType === 'Softmax') return [-1, shape.length - 1].includes(intAttribute(node, 'axis', -1))
    return node.opType === 'MatMul' ? (shape.at(-1) ?? 0) <= fewFeatures : isCheap(node)
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name))
  const g = GraphBuilder.over(graph)
  g.restart(graph.nodes.filter((node) => passes.forward.has(node)))
  const renamed = new Map<string, string>()
  // Values that stand late in the forward pass are looked at first: what they are made of may have to be kept for them.
  for (const node of [...passes.forward].sort(byPosition(graph)).reverse()) {
    for (const name of node.outputs) {
      if (!kept.has(name) || isSmall(name) || outputs.has(name)) continue
      // A mask or a bias is worth keeping for values some times its size.
      const isFixed = (input: string) => fixed.has(input) && 4 * bytes(input) < bytes(name)
      const isKept = (input: string) => input !== name && (kept.has(input) || !producers.has(input) || isFixed(input))
      const shared = { producers, isKept, isSmall }
      const isWeights = node.opType === 'Softmax' && bytes(name) <= largestWeights
      const chain = isWeights
        ? chainOf(name, { ...shared, isCheap: isAttention, length: longestAttention })
        : chainOf(name, { ...shared, isCheap, length: longestChain })
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

/** Values that are made of constants alone. */
function constantValues(graph: StaticGraph): ReadonlySet<string> {
  const fixed = new Set(graph.initializers.keys())
  for (const node of graph.nodes) {
    if (usedNames(node).every((name) => fixed.has(name))) for (const name of node.outputs) fixed.add(name)
  }
  return fixed
}

function byPosition(graph: StaticGraph): (a: Node, b: Node) => number {
  const positions = new Map(graph.nodes.map((node, index) => [node, index]))
  return (a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0)
}
