import type { StaticGraph } from '../onnx/index.ts'
import { byteSize, sizeOf } from '../tensor/index.ts'

/** Bytes of a value of the graph; 0 for one without a type. */
export function valueBytes(graph: StaticGraph, name: string): number {
  const type = graph.types.get(name)
  return type === undefined ? 0 : byteSize(type.dataType, sizeOf(type.shape))
}
