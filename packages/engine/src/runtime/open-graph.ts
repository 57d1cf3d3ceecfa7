import { encodeModel, type StaticGraph } from '../onnx/index.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'

/** The name under which a pointer model finds the uploaded file; no file of that name is ever opened. */
const location = 'uploaded-model'

/** Weights above this size are not packed for the matrix kernels in advance: a copy would cost more than it saves. */
const packedWeightBytes = 2 ** 27

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
  const model = { graph, opsets: new Map([['', graph.opset]]), irVersion }
  const bytes = encodeModel(model, { externalise: { location } })
  const weightBytes = [...graph.initializers.values()].reduce((sum, tensor) => sum + tensor.bytes.byteLength, 0)
  const prepacks = weightBytes <= packedWeightBytes
  return openSession(bytes, { ...options, prepacks, externalData: { location, bytes: file } }, what)
}
