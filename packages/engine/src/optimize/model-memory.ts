import { estimateCost, liveBytesBeside, type StaticGraph } from '../onnx/index.ts'
import { byteSize, sizeOf } from '../tensor/index.ts'
import { splitVjp } from './split-vjp.ts'

/** What a process takes that predicts and differentiates a network, in bytes of resident memory. */
export interface MemoryEstimate {
  /** To predict. */
  readonly forwardBytes: number
  /** To predict and to differentiate. */
  readonly gradientBytes: number
  /** The part of it that the forward pass hands to the backward pass. */
  readonly residualBytes: number
}

/** Node, the engine and ONNX Runtime. */
export const processBytes = 200 * 2 ** 20
/** What a session's arena holds over what is alive in it: it grows by doubled blocks. */
export const arenaSlack = 1.15
/** Copies of its weights that a session ends up with: as loaded, and as laid out for the kernels. */
export const weightCopies = 2
/** Tensors of the logits' size that lie between the sessions: logits, their copy, dL/dlogits. */
const logitsCopies = 3

/**
 * The resident memory of a process that runs the network and its vector-Jacobian product, both lowered, within some 30 % of
 * what was measured. A session keeps the memory of its largest run, so what the prediction, the forward and the backward
 * pass take adds up; the residuals lie between the latter two.
 */
export function modelMemory(graph: StaticGraph, joint: StaticGraph): MemoryEstimate {
  const { forward, backward, residuals } = splitVjp(joint)
  const held = new Set(residuals.keys())
  const residualBytes = [...residuals.values()].reduce(
    (sum, type) => sum + byteSize(type.dataType, sizeOf(type.shape)),
    0,
  )
  const predicting = sessionBytes(graph, new Set())
  const { weightBytes } = estimateCost(graph)
  const [logits] = graph.outputs
  const logitsType = graph.types.get(logits?.name ?? '')
  const logitsBytes = logitsType === undefined ? 0 : byteSize(logitsType.dataType, sizeOf(logitsType.shape))
  const forwardBytes = processBytes + weightBytes + predicting + logitsBytes
  const differentiating = sessionBytes(forward, held) + sessionBytes(backward, held) + residualBytes
  const gradientBytes = forwardBytes + differentiating + (logitsCopies - 1) * logitsBytes
  return { forwardBytes, gradientBytes, residualBytes }
}

function sessionBytes(graph: StaticGraph, held: ReadonlySet<string>): number {
  return arenaSlack * liveBytesBeside(graph, held) + weightCopies * estimateCost(graph).weightBytes
}
