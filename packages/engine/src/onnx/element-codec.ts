import type { DataType } from '../tensor/index.ts'

/** How the elements of one type are read from and written to little-endian bytes. */
export interface ElementCodec {
  /** The element at `index`; int64 and uint64 are saturated to ±(2^53 - 1), complex types have none. */
  readonly read: (view: DataView, index: number) => number
  /** Stores a value, rounded to the nearest the type has (ties to even); integers wrap as in C. */
  readonly write: (view: DataView, index: number, value: number) => void
}

const scratch = new DataView(new ArrayBuffer(4))

function float32Bits(value: number): number {
  scratch.setFloat32(0, value)
  return scratch.getUint32(0)
}

function float32OfBits(bits: number): number {
  scratch.setUint32(0, bits)
  return scratch.getFloat32(0)
}

/** A binary float narrower than float32: 1 sign bit, then exponent, then mantissa. */
interface NarrowFloat {
  readonly exponentBits: number
  readonly mantissaBits: number
  readonly bias: number
  /** `ieee`: the top exponent is infinity and NaN. `fn`: no infinity, all ones is NaN. `fnuz`: only 0x80 is NaN. */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'none'
}

const narrowFloats = {
  float16: { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' },
  float8e4m3fn: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'fn' },
  float8e4m3fnuz: { exponentBits: 4, mantissaBits: 3, bias: 8, special: 'fnuz' },
  float8e5m2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  float8e5m2fnuz: { exponentBits: 5, mantissaBits: 2, bias: 16, special: 'fnuz' },
  float4e2m1: { exponentBits: 2, mantissaBits: 1, bias: 1, special: 'none' },
} as const satisfies Record<string, NarrowFloat>

function narrowToNumber(format: NarrowFloat, bits: number): number {
  const { exponentBits, mantissaBits, bias, special } = format
  const mantissa = bits & ((1 << mantissaBits) - 1)
  const top = (1 << exponentBits) - 1
  const exponent = (bits >> mantissaBits) & top
  const sign = bits >> (exponentBits + mantissaBits) === 0 ? 1 : -1
  if (special === 'ieee' && exponent === top) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  if (special === 'fn' && exponent === top && mantissa === (1 << mantissaBits) - 1) return Number.NaN
  if (special === 'fnuz' && bits === 1 << (exponentBits + mantissaBits)) return Number.NaN
  if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits)
  return sign * (1 + mantissa / (1 << mantissaBits)) * 2 ** (exponent - bias)
}

/** The code nearest to the value, by search of the ordered positive codes; values past the largest become it. */
function numberToNarrow(format: NarrowFloat, value: number): number {
  const { exponentBits, mantissaBits, special } = format
  const signBit = 1 << (exponentBits + mantissaBits)
  const negative = value < 0 || Object.is(value, -0)
  const topCode = signBit - 1
  const nan = special === 'fnuz' ? signBit : topCode
  if (Number.isNaN(value)) return special === 'none' ? 0 : nan
  const magnitude = Math.abs(value)
  const infinity = special === 'ieee' ? topCode - ((1 << mantissaBits) - 1) : undefined
  const largest = infinity !== undefined ? infinity - 1 : special === 'fn' ? topCode - 1 : topCode
  const largestValue = narrowToNumber(format, largest)
  let code: number
  if (magnitude > largestValue) {
    const step = largestValue - narrowToNumber(format, largest - 1)
    code = infinity !== undefined && magnitude >= largestValue + step / 2 ? infinity : largest
  } else {
    let low = 0
    let high = largest
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (narrowToNumber(format, middle) <= magnitude) low = middle
      else high = middle - 1
    }
    const below = magnitude - narrowToNumber(format, low)
    const above = low < largest ? narrowToNumber(format, low + 1) - magnitude : Number.POSITIVE_INFINITY
    code = below < above || (below === above && low % 2 === 0) ? low : low + 1
  }
  if (!negative || (special === 'fnuz' && code === 0)) return code
  return code | signBit
}

let halfTable: Float32Array | undefined

/** The float32 value of each of the 65,536 float16 codes. */
export function float16Table(): Float32Array {
  halfTable ??= Float32Array.from({ length: 65_536 }, (_, bits) => narrowToNumber(narrowFloats.float16, bits))
  return halfTable
}

/** The float32 whose upper half these 16 bits are. */
export function bfloat16ToNumber(bits: number): number {
  return float32OfBits((bits << 16) >>> 0)
}

function numberToBfloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0
  const bits = float32Bits(value)
  const roundingBias = 0x7fff + ((bits >>> 16) & 1)
  return ((bits + roundingBias) >>> 16) & 0xffff
}

function saturate(value: bigint): number {
  const number = Number(value)
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number))
}

function integerOf(value: number): bigint {
  if (Number.isFinite(value)) return BigInt(Math.trunc(value))
  throw new RangeError(`${value} is no integer.`)
}

function narrowByte(format: NarrowFloat): ElementCodec {
  return {
    read: (view, index) => narrowToNumber(format, view.getUint8(index)),
    write: (view, index, value) => view.setUint8(index, numberToNarrow(format, value)),
  }
}

function nibble(view: DataView, index: number): number {
  return (view.getUint8(index >> 1) >> ((index & 1) * 4)) & 15
}

function setNibble(view: DataView, index: number, bits: number): void {
  const shift = (index & 1) * 4
  view.setUint8(index >> 1, (view.getUint8(index >> 1) & ~(15 << shift)) | ((bits & 15) << shift))
}

/** Codecs of all numeric types; the first 4-bit element of a byte is in its low half. */
export const elementCodecs: Readonly<Record<Exclude<DataType, 'string' | 'complex64' | 'complex128'>, ElementCodec>> = {
  float32: { read: (v, i) => v.getFloat32(4 * i, true), write: (v, i, x) => v.setFloat32(4 * i, x, true) },
  float64: { read: (v, i) => v.getFloat64(8 * i, true), write: (v, i, x) => v.setFloat64(8 * i, x, true) },
  uint8: { read: (v, i) => v.getUint8(i), write: (v, i, x) => v.setUint8(i, x) },
  int8: { read: (v, i) => v.getInt8(i), write: (v, i, x) => v.setInt8(i, x) },
  uint16: { read: (v, i) => v.getUint16(2 * i, true), write: (v, i, x) => v.setUint16(2 * i, x, true) },
  int16: { read: (v, i) => v.getInt16(2 * i, true), write: (v, i, x) => v.setInt16(2 * i, x, true) },
  uint32: { read: (v, i) => v.getUint32(4 * i, true), write: (v, i, x) => v.setUint32(4 * i, x, true) },
  int32: { read: (v, i) => v.getInt32(4 * i, true), write: (v, i, x) => v.setInt32(4 * i, x, true) },
  int64: {
    read: (v, i) => saturate(v.getBigInt64(8 * i, true)),
    write: (v, i, x) => v.setBigInt64(8 * i, integerOf(x), true),
  },
  uint64: {
    read: (v, i) => saturate(v.getBigUint64(8 * i, true)),
    write: (v, i, x) => v.setBigUint64(8 * i, BigInt.asUintN(64, integerOf(x)), true),
  },
  bool: { read: (v, i) => (v.getUint8(i) === 0 ? 0 : 1), write: (v, i, x) => v.setUint8(i, x === 0 ? 0 : 1) },
  float16: {
    read: (v, i) => float16Table()[v.getUint16(2 * i, true)] ?? 0,
    write: (v, i, x) => v.setUint16(2 * i, numberToNarrow(narrowFloats.float16, x), true),
  },
  bfloat16: {
    read: (v, i) => bfloat16ToNumber(v.getUint16(2 * i, true)),
    write: (v, i, x) => v.setUint16(2 * i, numberToBfloat16(x), true),
  },
  float8e4m3fn: narrowByte(narrowFloats.float8e4m3fn),
  float8e4m3fnuz: narrowByte(narrowFloats.float8e4m3fnuz),
  float8e5m2: narrowByte(narrowFloats.float8e5m2),
  float8e5m2fnuz: narrowByte(narrowFloats.float8e5m2fnuz),
  uint4: { read: nibble, write: setNibble },
  int4: { read: (v, i) => (nibble(v, i) << 28) >> 28, write: setNibble },
  float4e2m1: {
    read: (v, i) => narrowToNumber(narrowFloats.float4e2m1, nibble(v, i)),
    write: (v, i, x) => setNibble(v, i, numberToNarrow(narrowFloats.float4e2m1, x)),
  },
}
