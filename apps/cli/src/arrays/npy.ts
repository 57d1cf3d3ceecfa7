import type { Volume } from '@voxproof/engine/datasets'
import { UsageError } from '../usage-error.ts'

/** An array of numbers in C order. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
  /** Where the voxels lie in millimetres, if the file says so. */
  readonly affine?: Volume['affine']
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** Element types that are read, by NumPy's name, with their little-endian reader. */
const readers: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '|u1': { bytes: 1, read: (view, at) => view.getUint8(at) },
  '|i1': { bytes: 1, read: (view, at) => view.getInt8(at) },
  '|b1': { bytes: 1, read: (view, at) => view.getUint8(at) },
  '<u2': { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  '<i2': { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<i8': { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
}

/** Reads NumPy's .npy, versions 1 to 3, either order, of the element types above. Throws a UsageError for any other. */
export function readNpy(bytes: Uint8Array, path: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || !magic.every((byte, i) => bytes[i] === byte))
    throw new UsageError(`${path} is no .npy file.`)
  const [lengthBytes, length] = bytes[6] === 1 ? [2, view.getUint16(8, true)] : [4, view.getUint32(8, true)]
  const start = 8 + lengthBytes + length
  const header = new TextDecoder('latin1').decode(bytes.subarray(8 + lengthBytes, start))
  const dtype = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? '?'
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1]
  if (shapeText === undefined) throw new UsageError(`${path} has a header without a shape.`)
  const reader = readers[dtype]
  if (!reader) throw new UsageError(`${path} holds ${dtype}; one of ${Object.keys(readers).join(', ')} is expected.`)
  const shape = shapeText.split(',').flatMap((extent) => (extent.trim() === '' ? [] : [Number(extent)]))
  const count = shape.reduce((product, extent) => product * extent, 1)
  if (bytes.length !== start + count * reader.bytes) {
    throw new UsageError(
      `${path} has ${bytes.length} bytes; shape (${shapeText}) of ${dtype} needs ${start + count * reader.bytes}.`,
    )
  }
  const data = Float64Array.from({ length: count }, (_, i) => reader.read(view, start + i * reader.bytes))
  return { shape, data: /'fortran_order':\s*True/.test(header) ? inCOrder(data, shape) : data }
}

/** The elements of an array whose first axis runs fastest, its last axis running fastest. */
function inCOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  const result = new Float64Array(data.length)
  const index = new Array<number>(shape.length).fill(0)
  for (let at = 0; at < result.length; at++) {
    result[at] = data[shape.reduceRight((place, extent, axis) => place * extent + (index[axis] ?? 0), 0)] ?? 0
    let axis = shape.length - 1
    while (axis > 0 && index[axis] === (shape[axis] ?? 1) - 1) index[axis--] = 0
    index[axis] = (index[axis] ?? 0) + 1
  }
  return result
}

/** The array as .npy version 1, float32, C order. */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${extents}), }`
  const header = new TextEncoder().encode(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`)
  const bytes = new Uint8Array(10 + header.length + data.length * 4)
  bytes.set([...magic, 1, 0, header.length & 0xff, header.length >> 8])
  bytes.set(header, 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length)
  return bytes
}
