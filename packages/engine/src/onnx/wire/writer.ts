import type { Field } from './fields.ts'

/**
 * A sink for one message that is written twice by the same calls: first without a target, to learn the sizes of all
 * messages within, then into the one buffer of that size.
 */
export interface WireWriter {
  readonly target: Uint8Array | undefined
  readonly view: DataView | undefined
  /** Sizes of the nested messages in the order in which they are begun. */
  readonly sizes: number[]
  nextSize: number
  position: number
}

/** The bytes of the message that `write` puts field by field. `write` must put the same fields each time. */
export function writeMessage(write: (writer: WireWriter) => void): Uint8Array {
  const measure: WireWriter = { target: undefined, view: undefined, sizes: [], nextSize: 0, position: 0 }
  write(measure)
  const target = new Uint8Array(measure.position)
  write({ target, view: new DataView(target.buffer), sizes: measure.sizes, nextSize: 0, position: 0 })
  return target
}

const wireTypes = { int: 0, double: 1, text: 2, bytes: 2, message: 2, float: 5 } as const

function putVarint(writer: WireWriter, value: number): void {
  const { target } = writer
  let rest = value
  do {
    const bits = rest % 128
    rest = Math.floor(rest / 128)
    if (target !== undefined) target[writer.position] = rest > 0 ? bits | 128 : bits
    writer.position++
  } while (rest > 0)
}

/** A negative int64 is ten bytes of its two's complement. */
function putSignedVarint(writer: WireWriter, value: number): void {
  if (value >= 0) return putVarint(writer, value)
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) {
    if (writer.target !== undefined) writer.target[writer.position] = Number(rest & 127n) | 128
    writer.position++
  }
  if (writer.target !== undefined) writer.target[writer.position] = Number(rest)
  writer.position++
}

function putTag(writer: WireWriter, field: Field): void {
  putVarint(writer, field.number * 8 + wireTypes[field.kind])
}

/** An integer of at most 53 bits. */
export function putInt(writer: WireWriter, field: Field, value: number): void {
  putTag(writer, field)
  putSignedVarint(writer, value)
}

/** A float32. */
export function putFloat(writer: WireWriter, field: Field, value: number): void {
  putTag(writer, field)
  writer.view?.setFloat32(writer.position, value, true)
  writer.position += 4
}

/** Bytes as they are. */
export function putBytes(writer: WireWriter, field: Field, bytes: Uint8Array): void {
  putTag(writer, field)
  putVarint(writer, bytes.byteLength)
  writer.target?.set(bytes, writer.position)
  writer.position += bytes.byteLength
}

const utf8 = new TextEncoder()

/** UTF-8 text. */
export function putText(writer: WireWriter, field: Field, text: string): void {
  putBytes(writer, field, utf8.encode(text))
}

/** UTF-8 text, unless it is empty, which is the default of every text field. */
export function putOptionalText(writer: WireWriter, field: Field, text: string): void {
  if (text !== '') putText(writer, field, text)
}

/** A nested message whose fields `write` puts. */
export function putMessage(writer: WireWriter, field: Field, write: () => void): void {
  putTag(writer, field)
  if (writer.target === undefined) {
    const index = writer.sizes.push(0) - 1
    const start = writer.position
    write()
    const size = writer.position - start
    writer.sizes[index] = size
    putVarint(writer, size)
    return
  }
  const size = writer.sizes[writer.nextSize++] ?? 0
  putVarint(writer, size)
  const start = writer.position
  write()
  if (writer.position - start !== size) throw new Error('A message was not written as it was measured.')
}
