import { byteSize, sizeOf } from '../../tensor/index.ts'
import { intAttribute } from '../attributes.ts'
import { bodiesOf, namesReadBy } from '../captures.ts'
import { numberValues } from '../constants.ts'
import type { Node, StaticGraph, TensorType } from '../graph.ts'
import { scanLength } from '../shapes/index.ts'
import { nodeFlops } from './node-flops.ts'

/** What one forward pass of a static graph takes. */
export interface CostEstimate {
  /** Operations: 2 for each multiply-add, 1 for each element of the rest; bodies count once an iteration. */
  readonly flops: number
  /** Elements of the floating-point initializers. */
  readonly parameterCount: number
  /** Bytes of all initializers. */
  readonly weightBytes: number
  /** Bytes of the largest tensor, weights included. */
  readonly largestTensorBytes: number
  /** Peak of the activations alive at once when nodes run in order and a tensor is freed after its last reader. */
  readonly liveBytesEstimate: number
}

/** The cost of one forward pass; see CostEstimate. */
export function estimateCost(graph: StaticGraph): CostEstimate {
  const initializers = [...graph.initializers.values()]
  const sizes = [...graph.types.values()].map(bytesOf)
  return {
    flops: flopsOf(graph, graph.nodes),
    parameterCount: initializers.reduce(
      (sum, { dataType, shape }) => sum + (dataType === 'float32' ? sizeOf(shape) : 0),
      0,
    ),
    weightBytes: initializers.reduce((sum, tensor) => sum + bytesOf(tensor), 0),
    largestTensorBytes: sizes.reduce((largest, size) => Math.max(largest, size), 0),
    liveBytesEstimate: peakBytes(graph, graph.nodes, graph.inputs, graph.outputs),
  }
}

/**
 * The part of `liveBytesEstimate` that is not in the given values: what the passes of a graph take whose other values
 * lie in buffers of the caller.
 */
export function liveBytesBeside(graph: StaticGraph, held: ReadonlySet<string>): number {
  const types = new Map([...graph.types].filter(([name]) => !held.has(name)))
  return peakBytes({ ...graph, types }, graph.nodes, graph.inputs, graph.outputs)
}

function flopsOf(graph: StaticGraph, nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => sum + flopsOfNode(graph, node), 0)
}

function flopsOfNode(graph: StaticGraph, node: Node): number {
  const inputs = node.inputs.map((name) => graph.types.get(name))
  const bodies = bodiesOf(node).map((body) => flopsOf(graph, body.nodes))
  if (bodies.length > 0) return Math.max(...bodies) * iterations(graph, node, inputs)
  const outputs = node.outputs.flatMap((name) => graph.types.get(name) ?? [])
  return nodeFlops(node, inputs, outputs)
}

function iterations(graph: StaticGraph, node: Node, inputs: readonly (TensorType | undefined)[]): number {
  if (node.opType === 'Scan' && intAttribute(node, 'num_scan_inputs', 0) > 0) {
    return scanLength({ node, inputs, constants: [], env: { opset: graph.opset } })
  }
  const trips = node.opType === 'Loop' ? graph.initializers.get(node.inputs[0] ?? '') : undefined
  return trips === undefined ? 1 : (numberValues(trips)[0] ?? 1)
}

function peakBytes(
  graph: StaticGraph,
  nodes: readonly Node[],
  inputs: readonly { readonly name: string }[],
  outputs: readonly { readonly name: string }[],
): number {
  const lastReader = new Map<string, number>()
  const reads = nodes.map((node) => [...namesReadBy(node)])
  for (const [index, names] of reads.entries()) for (const name of names) lastReader.set(name, index)
  for (const { name } of outputs) lastReader.set(name, nodes.length)
  const alive = new Map(inputs.map(({ name }) => [name, sizeOfName(graph, name)]))
  let live = [...alive.values()].reduce((sum, size) => sum + size, 0)
  let peak = live
  for (const [index, node] of nodes.entries()) {
    for (const name of node.outputs) {
      if (name === '') continue
      alive.set(name, sizeOfName(graph, name))
      live += alive.get(name) ?? 0
    }
    const inner = bodiesOf(node).map((body) => peakBytes(graph, body.nodes, body.inputs, body.outputs))
    peak = Math.max(peak, live + Math.max(0, ...inner))
    for (const name of [...(reads[index] ?? []), ...node.outputs]) {
      if ((lastReader.get(name) ?? index) > index || !alive.has(name)) continue
      live -= alive.get(name) ?? 0
      alive.delete(name)
    }
  }
  return peak
}

function sizeOfName(graph: StaticGraph, name: string): number {
  const type = graph.types.get(name)
  return type === undefined ? 0 : bytesOf(type)
}

function bytesOf(type: TensorType): number {
  return byteSize(type.dataType, sizeOf(type.shape))
}
