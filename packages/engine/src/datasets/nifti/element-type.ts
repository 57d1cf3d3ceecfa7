/** A numeric element type of NIfTI: its code, its size and how it is read and written. */
export interface ElementType {
  readonly name: ElementTypeName
  readonly code: number
  readonly bytes: number
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number
  readonly write: (view: DataView, offset: number, value: number, littleEndian: boolean) => void
}

export type ElementTypeName =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'int64'
  | 'float32'
  | 'float64'

/** The types that are read and written; 64-bit integers pass through float64 and are exact up to 2^53. */
export const elementTypes: readonly ElementType[] = [
  { name: 'uint8', code: 2, bytes: 1, read: (v, o) => v.getUint8(o), write: (v, o, x) => v.setUint8(o, x) },
  { name: 'int16', code: 4, bytes: 2, read: (v, o, e) => v.getInt16(o, e), write: (v, o, x, e) => v.setInt16(o, x, e) },
  { name: 'int32', code: 8, bytes: 4, read: (v, o, e) => v.getInt32(o, e), write: (v, o, x, e) => v.setInt32(o, x, e) },
  {
    name: 'float32',
    code: 16,
    bytes: 4,
    read: (v, o, e) => v.getFloat32(o, e),
    write: (v, o, x, e) => v.setFloat32(o, x, e),
  },
  {
    name: 'float64',
    code: 64,
    bytes: 8,
    read: (v, o, e) => v.getFloat64(o, e),
    write: (v, o, x, e) => v.setFloat64(o, x, e),
  },
  { name: 'int8', code: 256, bytes: 1, read: (v, o) => v.getInt8(o), write: (v, o, x) => v.setInt8(o, x) },
  {
    name: 'uint16',
    code: 512,
    bytes: 2,
    read: (v, o, e) => v.getUint16(o, e),
    write: (v, o, x, e) => v.setUint16(o, x, e),
  },
  {
    name: 'uint32',
    code: 768,
    bytes: 4,
    read: (v, o, e) => v.getUint32(o, e),
    write: (v, o, x, e) => v.setUint32(o, x, e),
  },
  {
    name: 'int64',
    code: 1024,
    bytes: 8,
    read: (v, o, e) => Number(v.getBigInt64(o, e)),
    write: (v, o, x, e) => v.setBigInt64(o, BigInt(x), e),
  },
  {
    name: 'uint64',
    code: 1280,
    bytes: 8,
    read: (v, o, e) => Number(v.getBigUint64(o, e)),
    write: (v, o, x, e) => v.setBigUint64(o, BigInt(x), e),
  },
]

/** Names of the other NIfTI types, for the message that refuses them. */
export const refusedTypes: Readonly<Record<number, string>> = {
  0: 'unknown',
  1: 'binary',
  32: 'complex64',
  128: 'RGB',
  1536: 'float128',
  1792: 'complex128',
  2048: 'complex256',
  2304: 'RGBA',
}

/** The type of that name. */
export function elementTypeOf(name: ElementTypeName): ElementType {
  const found = elementTypes.find((type) => type.name === name)
  if (!found) throw new Error(`No element type ${name}.`)
  return found
}
