import { encodeModel, type StaticGraph } from '../../onnx/index.ts'

/** A graph without nodes, for a builder to begin with. */
export const emptyGraph = (opset: number): StaticGraph => ({
  name: 'case',
  inputs: [],
  outputs: [],
  nodes: [],
  initializers: new Map(),
  valueInfo: new Map(),
  opset,
  types: new Map(),
})

/** The graph as a file that ONNX Runtime loads. */
export const encode = (graph: StaticGraph): Uint8Array =>
  encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: graph.opset < 23 ? 10 : 13 })
