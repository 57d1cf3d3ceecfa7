import { decodeModel, encodeModel, type ValueInfo } from '../../packages/engine/src/onnx/index.ts'

/**
 * The same network with depth, height and width left open at its inputs and outputs, so that it runs on windows. For
 * fully convolutional networks that were exported at one size; what the file said of values in between is left out.
 */
export function openExtents(file: Uint8Array): Uint8Array {
  const model = decodeModel(file)
  const { graph } = model
  const opened = {
    ...graph,
    inputs: graph.inputs.map((value) => (graph.initializers.has(value.name) ? value : withOpenExtents(value))),
    outputs: graph.outputs.map(withOpenExtents),
    valueInfo: new Map(),
  }
  return encodeModel({ ...model, graph: opened })
}

function withOpenExtents(value: ValueInfo): ValueInfo {
  if (value.shape?.length !== 5) throw new Error(`${value.name} is no volume [N, C, D, H, W].`)
  return { ...value, shape: [...value.shape.slice(0, 2), 'depth', 'height', 'width'] }
}
