import { encodeModel, type StaticGraph } from '../onnx/index.ts'

/** The graph as an ONNX file that ONNX Runtime loads: opset of the graph, IR version 10, or 13 where the opset asks for it. */
export function encodeStaticGraph(graph: StaticGraph): Uint8Array {
  return encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: graph.opset < 23 ? 10 : 13 })
}
