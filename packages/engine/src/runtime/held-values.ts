import './environment.ts'
import { Tensor } from 'onnxruntime-node'
import type { TensorType } from '../onnx/index.ts'
import { type DataType, sizeOf } from '../tensor/index.ts'
import { RuntimeError } from './runtime-error.ts'

/** Buffers that one session writes and another reads, kept from run to run. */
export interface HeldValues {
  readonly tensors: Readonly<Record<string, Tensor>>
}

const bufferOf: Partial<Readonly<Record<DataType, (dims: number[]) => Tensor>>> = {
  float32: (dims) => new Tensor('float32', new Float32Array(sizeOf(dims)), dims),
  float64: (dims) => new Tensor('float64', new Float64Array(sizeOf(dims)), dims),
  int64: (dims) => new Tensor('int64', new BigInt64Array(sizeOf(dims)), dims),
  int32: (dims) => new Tensor('int32', new Int32Array(sizeOf(dims)), dims),
  uint8: (dims) => new Tensor('uint8', new Uint8Array(sizeOf(dims)), dims),
  int8: (dims) => new Tensor('int8', new Int8Array(sizeOf(dims)), dims),
  bool: (dims) => new Tensor('bool', new Uint8Array(sizeOf(dims)), dims),
}

/** Room for one value of each type. Throws a RuntimeError for an element type that cannot be held. */
export function holdValues(types: ReadonlyMap<string, TensorType>): HeldValues {
  const tensors = [...types].map(([name, { dataType, shape }]): [string, Tensor] => {
    const buffer = bufferOf[dataType]
    if (buffer) return [name, buffer([...shape])]
    throw new RuntimeError('model-not-loadable', `Value ${name} is ${dataType}, which the gradient cannot pass on.`)
  })
  return { tensors: Object.fromEntries(tensors) }
}
