import { byteSize, type DataType, type Shape, sizeOf } from '../tensor/index.ts'
import { bfloat16ToNumber, type ElementCodec, elementCodecs, float16Table } from './element-codec.ts'
import type { ConstantTensor } from './graph.ts'

/**
 * The elements as float32, in C order. A float32 tensor that lies on a 4-byte boundary is returned as a view into its
 * bytes, not a copy: do not write to the result. Throws on strings and complex numbers.
 */
export function floatValues(tensor: ConstantTensor): Float32Array {
  const { bytes, dataType } = tensor
  const count = sizeOf(tensor.shape)
  if (dataType === 'float32') {
    // Not bytes.slice(), which copies nothing where the bytes are a Buffer.
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
    return new Float32Array(aligned.buffer, aligned.byteOffset, count)
  }
  const view = viewOf(bytes)
  const values = new Float32Array(count)
  if (dataType === 'float16') {
    const table = float16Table()
    for (let at = 0; at < count; at++) values[at] = table[view.getUint16(2 * at, true)] ?? 0
    return values
  }
  if (dataType === 'bfloat16') {
    for (let at = 0; at < count; at++) values[at] = bfloat16ToNumber(view.getUint16(2 * at, true))
    return values
  }
  const { read } = codecOf(dataType)
  for (let at = 0; at < count; at++) values[at] = read(view, at)
  return values
}

/** The elements as numbers, in C order; int64 and uint64 are saturated to ±(2^53 - 1). Throws as floatValues does. */
export function numberValues(tensor: ConstantTensor): number[] {
  const view = viewOf(tensor.bytes)
  const { read } = codecOf(tensor.dataType)
  return Array.from({ length: sizeOf(tensor.shape) }, (_, at) => read(view, at))
}

/**
 * A tensor of these elements in C order, each rounded to the nearest that the type has (ties to even; integers drop
 * their fraction and wrap). A Float32Array becomes a float32 tensor without a copy. Throws where the number of values
 * differs from the shape's.
 */
export function constantTensor(dataType: DataType, shape: Shape, values: ArrayLike<number>): ConstantTensor {
  const count = sizeOf(shape)
  if (values.length !== count) {
    throw new RangeError(`A tensor of shape [${shape.join(', ')}] has ${count} elements, not ${values.length}.`)
  }
  if (dataType === 'float32' && values instanceof Float32Array) {
    return { dataType, shape, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) }
  }
  const { write } = codecOf(dataType)
  const bytes = new Uint8Array(byteSize(dataType, count))
  const view = viewOf(bytes)
  for (let at = 0; at < count; at++) write(view, at, values[at] ?? 0)
  return { dataType, shape, bytes }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function codecOf(dataType: DataType): ElementCodec {
  if (dataType === 'string' || dataType === 'complex64' || dataType === 'complex128') {
    throw new TypeError(`Elements of type ${dataType} are no real numbers.`)
  }
  return elementCodecs[dataType]
}
