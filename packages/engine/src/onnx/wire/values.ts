import { charge, readVarint, refuse, type WireReader } from './reader.ts'

const wordBytes = { float: 4, double: 8 } as const

/** The int64 at hand, saturated to ±(2^53 - 1). */
export function takeInt(reader: WireReader): number {
  readVarint(reader, reader.fieldEnd)
  const value = reader.high * 2 ** 32 + (reader.low >>> 0)
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value))
}

/** The float32 at hand. */
export function takeFloat(reader: WireReader): number {
  return reader.view.getFloat32(reader.position, true)
}

/** Appends the int64 values of the field at hand (one, or a packed run), each saturated. */
export function takeInts(reader: WireReader, into: number[], limit: number): void {
  while (reader.position < reader.fieldEnd) {
    boundList(reader, into.length, limit)
    into.push(takeInt(reader))
  }
}

/** Appends the float32 values of the field at hand (one, or a packed run). */
export function takeFloats(reader: WireReader, into: number[], limit: number): void {
  requireWords(reader, 'float')
  while (reader.position < reader.fieldEnd) {
    boundList(reader, into.length, limit)
    into.push(takeFloat(reader))
    reader.position += wordBytes.float
  }
}

const listEntryBytes = 16

function boundList(reader: WireReader, length: number, limit: number): void {
  charge(reader, listEntryBytes)
  if (length >= limit) refuse(reader, 'malformed-model', `A list has more than the ${limit} entries that it may have.`)
}

/** Refuses a packed run whose length is no multiple of its words' size. */
export function requireWords(reader: WireReader, kind: 'float' | 'double'): void {
  const length = reader.fieldEnd - reader.position
  if (length % wordBytes[kind] !== 0) {
    refuse(reader, 'malformed-model', `A list of ${wordBytes[kind]}-byte numbers has ${length} bytes.`)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const textBytes = 32
const shortText = 16
const isAscii = (byte: number) => byte < 128

/** The text at hand; refused where it is longer than `limit` bytes or no UTF-8. */
export function takeText(reader: WireReader, limit: number): string {
  const length = reader.fieldEnd - reader.position
  if (length > limit) {
    refuse(reader, 'malformed-model', `A text has ${length} bytes, at most ${limit} are accepted. Shorten the name.`)
  }
  if (length === 0) return ''
  charge(reader, textBytes + 2 * length)
  const bytes = reader.bytes.subarray(reader.position, reader.fieldEnd)
  // Decoding a short text costs most in the call of the decoder.
  if (length <= shortText && bytes.every(isAscii)) return String.fromCharCode(...bytes)
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse(reader, 'malformed-model', 'A text is not valid UTF-8. Export the model again.')
  }
}

/** The name at hand, within the bound for names. */
export function takeName(reader: WireReader): string {
  return takeText(reader, reader.limits.nameBytes)
}
