import { encodeModel, type StaticGraph } from '../onnx/index.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'

/** The name under which a pointer model finds the uploaded file; no file of that name is ever opened. */
const location = 'uploaded-model'

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
  return openSession(bytes, { ...options, externalData: { location, bytes: file } }, what)
}
