import type { DecodeLimits } from '../decode/limits.ts'
import { type OnnxFormatCode, OnnxFormatError } from '../format-error.ts'
import type { Field, FieldKind, MessageFields } from './fields.ts'

/**
 * A position in a protobuf file. It only moves forward; `fieldEnd` is where the field at hand ends and never lies past
 * the message that holds it. `path` names the messages that are open, for error messages.
 */
export interface WireReader {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly limits: DecodeLimits
  readonly path: (string | number)[]
  position: number
  fieldEnd: number
  /** True where a length-delimited field holds a run of numbers; such a field may hold any number of them. */
  packed: boolean
  fieldsLeft: number
  memoryLeft: number
  /** Low and high words of the last varint. */
  low: number
  high: number
}

/** A reader at the start of the file. */
export function openReader(bytes: Uint8Array, limits: DecodeLimits): WireReader {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    limits,
    path: [],
    position: 0,
    fieldEnd: bytes.byteLength,
    packed: false,
    fieldsLeft: limits.fields,
    memoryLeft: limits.memoryBytes,
    low: 0,
    high: 0,
  }
}

/** Refuses the file; the message ends with the place: the open messages and the byte offset. */
export function refuse(reader: WireReader, code: OnnxFormatCode, message: string): never {
  let place = 'model'
  for (const step of reader.path) place += typeof step === 'number' ? `[${step}]` : `.${step}`
  throw new OnnxFormatError(
    code,
    `${message} (Found at ${place}, byte ${reader.position} of ${reader.bytes.byteLength}.)`,
  )
}

/** Accounts for memory about to be taken; refuses the file once its allowance is spent. */
export function charge(reader: WireReader, bytes: number): void {
  reader.memoryLeft -= bytes
  if (reader.memoryLeft < 0) {
    refuse(
      reader,
      'memory-budget-exceeded',
      `Decoding this model takes more than the ${reader.limits.memoryBytes} bytes of memory that a file of its size ` +
        'may take. Export it with weights as raw_data and without empty nodes or names.',
    )
  }
}

const wireKinds: Readonly<Record<FieldKind, number>> = { int: 0, double: 1, text: 2, bytes: 2, message: 2, float: 5 }
const lengthDelimited = 2

interface FieldTable {
  readonly byNumber: ReadonlyMap<number, { readonly name: string; readonly field: Field; readonly bit: number }>
}
const tables = new WeakMap<MessageFields, FieldTable>()

function tableOf(fields: MessageFields): FieldTable {
  let table = tables.get(fields)
  if (table === undefined) {
    const entries = Object.entries(fields)
    table = { byNumber: new Map(entries.map(([name, field], bit) => [field.number, { name, field, bit: 1 << bit }])) }
    tables.set(fields, table)
  }
  return table
}

/**
 * Calls `visit` with the name of each known field up to `reader.fieldEnd`, with the reader at its value; what `visit`
 * leaves unread is skipped. Unknown fields are skipped, or refused where `strict`. Refuses fields of the wrong kind,
 * lengths that run past the message, and a second value for a field that holds one.
 */
export function readFields<Name extends string>(
  reader: WireReader,
  fields: Readonly<Record<Name, Field>>,
  visit: (name: Name) => void,
  strict = false,
): void {
  const { byNumber } = tableOf(fields)
  const end = reader.fieldEnd
  let seen = 0
  while (reader.position < end) {
    if (--reader.fieldsLeft < 0) {
      refuse(reader, 'malformed-model', `The file holds more than ${reader.limits.fields} fields. Simplify the model.`)
    }
    const tagStart = reader.position
    readVarint(reader, end)
    const tag = reader.low
    const wire = tag & 7
    const number = tag >>> 3
    if (reader.high !== 0 || number === 0) {
      reader.position = tagStart
      refuse(reader, 'malformed-model', 'Expected a protobuf field, found bytes that are none. Export the model again.')
    }
    const known = byNumber.get(number)
    if (known === undefined) {
      if (strict) {
        reader.position = tagStart
        refuse(
          reader,
          'malformed-model',
          `Field ${number} is no field of an ONNX model: the file holds foreign data. Export the model again and ` +
            'append nothing to it.',
        )
      }
      endOfField(reader, wire, number, end)
      reader.position = reader.fieldEnd
      continue
    }
    const { field, name } = known
    const expected = wireKinds[field.kind]
    if (wire !== expected && !(wire === lengthDelimited && field.repeated)) {
      refuse(
        reader,
        'malformed-model',
        `Field ${name} has wire type ${wire}, expected ${expected}. Export the model again.`,
      )
    }
    if (!field.repeated) {
      if ((seen & known.bit) !== 0) {
        refuse(reader, 'malformed-model', `Field ${name} is given twice, expected once. Export the model again.`)
      }
      seen |= known.bit
    }
    endOfField(reader, wire, number, end)
    reader.packed = wire === lengthDelimited
    const fieldEnd = reader.fieldEnd
    visit(name as Name)
    reader.position = fieldEnd
  }
  reader.position = end
  reader.fieldEnd = end
}

/** Sets `fieldEnd` for the value that begins at the reader's position; leaves a varint's end to its reading. */
function endOfField(reader: WireReader, wire: number, number: number, end: number): void {
  if (wire === 0) {
    const start = reader.position
    readVarint(reader, end)
    reader.fieldEnd = reader.position
    reader.position = start
    return
  }
  let length: number
  if (wire === lengthDelimited) {
    readVarint(reader, end)
    length = reader.high * 2 ** 32 + (reader.low >>> 0)
    if (reader.high < 0) length = Number.MAX_SAFE_INTEGER
  } else if (wire === 1 || wire === 5) {
    length = wire === 1 ? 8 : 4
  } else {
    refuse(reader, 'malformed-model', `Field ${number} has wire type ${wire}, which protobuf 3 does not have.`)
  }
  if (length > end - reader.position) runsPast(reader, `Field ${number} declares ${length} bytes`, end)
  reader.fieldEnd = reader.position + length
}

function runsPast(reader: WireReader, what: string, end: number): never {
  const left = end - reader.position
  if (end === reader.bytes.byteLength) {
    refuse(
      reader,
      'truncated-file',
      `${what}, but the file ends after ${left} more. The file was cut short: upload it again.`,
    )
  }
  refuse(reader, 'malformed-model', `${what}, but its message has only ${left} left. Export the model again.`)
}

/** Reads a varint of up to ten bytes into `low` and `high`. */
export function readVarint(reader: WireReader, end: number): void {
  const { bytes } = reader
  let position = reader.position
  let low = 0
  let high = 0
  for (let shift = 0; ; shift += 7) {
    if (position >= end) runsPast(reader, 'A number continues', end)
    const byte = bytes[position++] ?? 0
    const bits = byte & 127
    if (shift < 28) low |= bits << shift
    else if (shift === 28) {
      low |= bits << 28
      high |= bits >>> 4
    } else high |= bits << (shift - 32)
    if (byte < 128) break
    if (shift === 63) refuse(reader, 'malformed-model', 'A number takes more than the ten bytes that one may take.')
  }
  reader.low = low
  reader.high = high
  reader.position = position
}

/** Reads the message at hand with `read`, naming it in errors met on the way. */
export function takeMessage<T>(reader: WireReader, name: string, index: number, read: (reader: WireReader) => T): T {
  const { length } = reader.path
  reader.path.push(name)
  if (index >= 0) reader.path.push(index)
  const result = read(reader)
  reader.path.length = length
  return result
}
