import { type Node, namesReadBy, numberValues, type StaticGraph } from '../onnx/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { openGraph } from './open-graph.ts'
import type { SessionOptions } from './session.ts'

/** How much of what reaches a Clip lies outside of its bounds, where its gradient is zero. */
export interface ClippedShare {
  readonly nodeName: string
  readonly opType: string
  /** In [0, 1]. */
  readonly share: number
}

/** Operators with weights: behind the first of them a Clip bounds features, and half of those may well be cut off. */
const weighted = new Set(['Conv', 'ConvTranspose', 'MatMul', 'Gemm', 'Einsum', 'ConvInteger', 'MatMulInteger'])

/**
 * What each Clip of intensities cuts off at this image: those that stand before any operator with weights, by running
 * the graph up to them. The image is the graph's one input; `file` is what its weights point into. Throws a RuntimeError.
 */
export async function clippedShares(
  graph: StaticGraph,
  { file, image, ...options }: SessionOptions & { readonly file: Uint8Array; readonly image: FloatTensor },
): Promise<readonly ClippedShare[]> {
  const [input] = graph.inputs
  const clips = input ? intensityClips(graph, input.name) : []
  if (input === undefined || clips.length === 0) return []
  const read = [...new Set(clips.map(({ inputs }) => inputs[0] ?? ''))].filter((name) => name !== input.name)
  const values = new Map([[input.name, image.data]])
  if (read.length > 0) {
    const session = await openGraph(upTo(graph, read), file, options, "the network's intensity clips")
    try {
      for (const [name, { data }] of Object.entries(await session.run({ [input.name]: image }, read))) {
        values.set(name, data)
      }
    } finally {
      await session.close()
    }
  }
  return clips.map((node) => {
    const [low, high] = boundsOf(graph, node)
    const data = values.get(node.inputs[0] ?? '') ?? new Float32Array()
    const outside = data.reduce((count, value) => count + (value < low || value > high ? 1 : 0), 0)
    const nodeName = node.name === '' ? (node.outputs[0] ?? '') : node.name
    return { nodeName, opType: node.opType, share: data.length === 0 ? 0 : outside / data.length }
  })
}

/** Clips of float32 values that depend on the image through operators without weights alone. */
function intensityClips(graph: StaticGraph, image: string): readonly Node[] {
  const plain = new Set([image])
  const featured = new Set<string>()
  return graph.nodes.flatMap((node) => {
    const names = [...namesReadBy(node)]
    const isFeature = weighted.has(node.opType) || names.some((name) => featured.has(name))
    if (!isFeature && !names.some((name) => plain.has(name))) return []
    for (const name of node.outputs) (isFeature ? featured : plain).add(name)
    const isFloat = graph.types.get(node.inputs[0] ?? '')?.dataType === 'float32'
    return node.opType === 'Clip' && !isFeature && isFloat ? [node] : []
  })
}

function boundsOf(graph: StaticGraph, { inputs }: Node): readonly [number, number] {
  const bound = (name = ''): number | undefined => {
    const constant = graph.initializers.get(name)
    return constant && numberValues(constant)[0]
  }
  return [bound(inputs[1]) ?? Number.NEGATIVE_INFINITY, bound(inputs[2]) ?? Number.POSITIVE_INFINITY]
}

/** The part of the graph that makes these values. */
function upTo(graph: StaticGraph, outputs: readonly string[]): StaticGraph {
  const wanted = new Set(outputs)
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some((name) => wanted.has(name))) return false
      for (const name of namesReadBy(node)) wanted.add(name)
      return true
    })
    .toReversed()
  const initializers = new Map([...graph.initializers].filter(([name]) => wanted.has(name)))
  const declared = outputs.map((name) => ({ name, kind: 'tensor', ...graph.types.get(name) }) as const)
  return { ...graph, outputs: declared, nodes, initializers }
}
