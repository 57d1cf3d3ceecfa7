import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { decodeModel, OnnxFormatError } from '../packages/engine/src/onnx/index.ts'
import {
  attributeFields,
  type Field,
  graphFields,
  modelFields,
  nodeFields,
  tensorFields,
} from '../packages/engine/src/onnx/wire/fields.ts'
import {
  putBytes,
  putFloat,
  putInt,
  putMessage,
  putText,
  type WireWriter,
  writeMessage,
} from '../packages/engine/src/onnx/wire/writer.ts'

/**
 * Files made to exhaust a decoder: each repeats what is cheapest to write and dearest to hold. Prints processor
 * time and memory of the refusal, and fails where one takes over a second or the file's size and thrice that again.
 * Run: npx tsx bench/decode-bombs.ts [megabytes of each file, 64 by default]
 */
const fileBytes = Number(process.argv[2] ?? 64) * 2 ** 20
const slowestMs = 1000
const memoryFactor = 3
const noiseBytes = 32 * 2 ** 20

type Put = (writer: WireWriter) => void

function inGraph(put: Put): Uint8Array {
  return writeMessage((writer) => {
    putInt(writer, modelFields.irVersion, 8)
    putMessage(writer, modelFields.graph, () => put(writer))
  })
}

function inNode(put: Put): Uint8Array {
  return inGraph((writer) =>
    putMessage(writer, graphFields.node, () => {
      putText(writer, nodeFields.opType, 'A')
      put(writer)
    }),
  )
}

function inAttribute(put: Put): Uint8Array {
  return inNode((writer) =>
    putMessage(writer, nodeFields.attribute, () => {
      putText(writer, attributeFields.name, 'a')
      put(writer)
    }),
  )
}

function inTensor(typeCode: number, count: number, put: Put): Uint8Array {
  return inGraph((writer) =>
    putMessage(writer, graphFields.initializer, () => {
      putInt(writer, tensorFields.dims, count)
      putInt(writer, tensorFields.dataType, typeCode)
      put(writer)
    }),
  )
}

/** Puts copies of what `one` puts until the file is full. */
function filled(one: Put): Put {
  const unit = writeMessage(one)
  const block = new Uint8Array(Math.ceil(fileBytes / unit.length) * unit.length)
  block.set(unit)
  for (let length = unit.length; length < block.length; length *= 2) block.copyWithin(length, 0, length)
  return (writer) => {
    writer.target?.set(block, writer.position)
    writer.position += block.length
  }
}

const packed = (field: Field): Field => ({ ...field, kind: 'bytes' })
const ones = new Uint8Array(fileBytes).fill(1)
const [float32, int64] = [1, 7]

const bombs: Readonly<Record<string, () => Uint8Array>> = {
  'empty input names': () => inNode(filled((writer) => putText(writer, nodeFields.input, ''))),
  'short input names': () => inNode(filled((writer) => putText(writer, nodeFields.input, 'x'))),
  'smallest nodes': () =>
    inGraph(filled((writer) => putMessage(writer, graphFields.node, () => putText(writer, nodeFields.opType, 'A')))),
  'empty values': () => inGraph(filled((writer) => putMessage(writer, graphFields.input, () => undefined))),
  'empty graphs': () => inAttribute(filled((writer) => putMessage(writer, attributeFields.graphs, () => undefined))),
  'short strings': () => inAttribute(filled((writer) => putText(writer, attributeFields.strings, 'x'))),
  'list of ones': () => inAttribute((writer) => putBytes(writer, packed(attributeFields.ints), ones)),
  'int64_data of ones': () =>
    inTensor(int64, fileBytes, (writer) => putBytes(writer, packed(tensorFields.int64Data), ones)),
  'int64_data in four bytes each': () =>
    inTensor(int64, fileBytes / 4, (writer) =>
      putBytes(
        writer,
        packed(tensorFields.int64Data),
        ones.map((_, at) => (at % 4 === 3 ? 1 : 0x81)),
      ),
    ),
  'float_data one by one': () =>
    inTensor(
      float32,
      fileBytes / 5,
      filled((writer) => putFloat(writer, tensorFields.floatData, 0)),
    ),
  'unknown fields': () => inGraph(filled((writer) => putInt(writer, { number: 4, kind: 'int', repeated: true }, 0))),
}

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')
let failures = 0
for (const [name, make] of Object.entries(bombs)) {
  const bytes = make()
  if (typeof collect === 'function') collect()
  const before = process.memoryUsage().rss
  const started = process.cpuUsage()
  let outcome = 'accepted'
  try {
    decodeModel(bytes)
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error
    outcome = error.code
  }
  const { user, system } = process.cpuUsage(started)
  const ms = (user + system) / 1000
  const grown = process.memoryUsage().rss - before
  const isFine = ms < slowestMs && grown < memoryFactor * bytes.byteLength + noiseBytes
  if (!isFine) failures++
  const figures = `${ms.toFixed(0)} ms, ${(grown / 2 ** 20).toFixed(0)} MiB for ${(bytes.byteLength / 2 ** 20).toFixed(0)}`
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name.padEnd(32)} ${outcome.padEnd(24)} ${figures}`)
}
if (failures > 0) throw new Error(`${failures} files took too much.`)
