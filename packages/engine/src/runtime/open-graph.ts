import { encodeModel, estimateCost, type Graph, type StaticGraph } from '../onnx/index.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { shapesAtRunTime } from './shapes-at-run-time.ts'

/** The name under which a pointer model finds the uploaded file; no file of that name is ever opened. */
const location = 'uploaded-model'

/** Weights above this size are not packed for the matrix kernels in advance: a copy would cost more than it saves. */
const packedWeightBytes = 2 ** 27

/** Activations above this size are worth the additions that keep shapes unknown until run time. */
const largeActivationBytes = 2 ** 28

/**
 * Loads a graph made of an uploaded file. Weights are not written again: the graph names their places in `file`, which
 * ONNX Runtime reads from memory, so that a gradient graph of a 370 MB network is a few hundred kilobytes. Throws a
 * RuntimeError; `what` names the graph in messages.
 */
export function openGraph(
  graph: StaticGraph,
  file: Uint8Array,
  options: SessionOptions,
  what: string,
): Promise<Session> {
  const irVersion = graph.opset < 23 ? 10 : 13
  const isLarge = estimateCost(graph).liveBytesEstimate > largeActivationBytes
  const late: { graph: Graph; zero?: string } = isLarge ? shapesAtRunTime(graph) : { graph }
  const model = { graph: late.graph, opsets: new Map([['', graph.opset]]), irVersion }
  const bytes = encodeModel(model, { externalise: { location } })
  const weightBytes = [...graph.initializers.values()].reduce((sum, tensor) => sum + tensor.bytes.byteLength, 0)
  const prepacks = weightBytes <= packedWeightBytes
  return openSession(
    bytes,
    { ...options, prepacks, zeroInput: late.zero, externalData: { location, bytes: file } },
    what,
  )
}
