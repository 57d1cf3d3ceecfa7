import { byteSize, type DataType, dataTypeOfCode, sizeOf } from '../../tensor/index.ts'
import type { ConstantTensor } from '../graph.ts'
import { dataLocationCodes, tensorFields } from '../wire/fields.ts'
import { charge, openReader, readFields, readVarint, refuse, type WireReader } from '../wire/reader.ts'
import { requireWords, takeInt, takeInts, takeName, takeText } from '../wire/values.ts'

/** The typed lists that can hold elements instead of raw_data. */
type ElementList = 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data'

const listOfType: Readonly<Record<Exclude<DataType, 'string'>, ElementList>> = {
  float32: 'floatData',
  complex64: 'floatData',
  float64: 'doubleData',
  complex128: 'doubleData',
  int64: 'int64Data',
  uint32: 'uint64Data',
  uint64: 'uint64Data',
  int32: 'int32Data',
  int16: 'int32Data',
  int8: 'int32Data',
  uint16: 'int32Data',
  uint8: 'int32Data',
  bool: 'int32Data',
  float16: 'int32Data',
  bfloat16: 'int32Data',
  float8e4m3fn: 'int32Data',
  float8e4m3fnuz: 'int32Data',
  float8e5m2: 'int32Data',
  float8e5m2fnuz: 'int32Data',
  uint4: 'int32Data',
  int4: 'int32Data',
  float4e2m1: 'int32Data',
}

const tensorBytes = 256
const runBytes = 56

/** A stretch of the file that holds elements of a typed list. */
interface Run {
  readonly list: ElementList
  readonly start: number
  readonly end: number
}

interface TensorParts {
  readonly name: string
  readonly shape: readonly number[]
  readonly dataType: DataType
  readonly raw: { readonly start: number; readonly end: number } | undefined
  readonly runs: readonly Run[]
  readonly strings: readonly string[]
}

/**
 * The tensor at hand with its name. raw_data becomes a view with its `fileOffset`; the typed lists become a copy in
 * the same form. Refuses external data, segments, and element counts that differ from the shape.
 */
export function decodeTensor(reader: WireReader): { readonly name: string; readonly tensor: ConstantTensor } {
  charge(reader, tensorBytes)
  const parts = readParts(reader)
  return { name: parts.name, tensor: tensorOf(reader, parts) }
}

function readParts(reader: WireReader): TensorParts {
  const shape: number[] = []
  const runs: Run[] = []
  const strings: string[] = []
  let name = ''
  let typeCode = 0
  let raw: TensorParts['raw']
  let external = false
  readFields(reader, tensorFields, (field) => {
    switch (field) {
      case 'dims':
        return takeInts(reader, shape, reader.limits.rank)
      case 'dataType':
        typeCode = takeInt(reader)
        return
      case 'name':
        name = takeName(reader)
        return
      case 'rawData':
        raw = { start: reader.position, end: reader.fieldEnd }
        return
      case 'stringData':
        strings.push(takeText(reader, reader.limits.textBytes))
        charge(reader, runBytes)
        return
      case 'externalData':
        external = true
        return
      case 'dataLocation':
        external ||= takeInt(reader) !== dataLocationCodes.default
        return
      case 'segment':
        return refuse(reader, 'malformed-model', 'A tensor in segments is not accepted. Store it as raw_data.')
      default:
        if (reader.packed && (field === 'floatData' || field === 'doubleData')) {
          requireWords(reader, field === 'floatData' ? 'float' : 'double')
        }
        charge(reader, runBytes)
        runs.push({ list: field, start: reader.position, end: reader.fieldEnd })
    }
  })
  if (external) {
    refuse(
      reader,
      'external-data',
      `Tensor "${name}" keeps its values outside of the file (external data), expected them inside. Save the model as ` +
        'one file, e.g. onnx.save_model(model, path, save_as_external_data=False).',
    )
  }
  const dataType = dataTypeOfCode(typeCode)
  if (dataType === undefined) {
    refuse(reader, 'malformed-model', `Tensor "${name}" has element type ${typeCode}, which is none that we know.`)
  }
  return { name, shape, dataType, raw, runs, strings }
}

function tensorOf(reader: WireReader, parts: TensorParts): ConstantTensor {
  const { name, shape, dataType, raw, runs, strings } = parts
  for (const extent of shape) {
    if (extent < 0) refuse(reader, 'malformed-model', `Tensor "${name}" has a negative extent: [${shape.join(', ')}].`)
  }
  const count = sizeOf(shape)
  if (dataType === 'string') {
    if (strings.length !== count || raw || runs.length > 0) refuseCount(reader, parts, count, strings.length, 'strings')
    return { dataType, shape, bytes: new Uint8Array(0), strings }
  }
  if (strings.length > 0) refuse(reader, 'malformed-model', `Tensor "${name}" of ${dataType} holds strings.`)
  const expectedBytes = byteSize(dataType, count)
  if (raw !== undefined && (raw.end > raw.start || runs.length === 0)) {
    const found = raw.end - raw.start
    if (runs.length > 0) refuse(reader, 'malformed-model', `Tensor "${name}" holds its values twice.`)
    if (found !== expectedBytes) refuseCount(reader, parts, expectedBytes, found, 'bytes of raw_data')
    return { dataType, shape, bytes: reader.bytes.subarray(raw.start, raw.end), fileOffset: raw.start }
  }
  return { dataType, shape, bytes: listedElements(reader, parts, dataType, expectedBytes) }
}

function refuseCount(reader: WireReader, parts: TensorParts, expected: number, found: number, unit: string): never {
  refuse(
    reader,
    'malformed-model',
    `Tensor "${parts.name}" of ${parts.dataType}[${parts.shape.join(', ')}] needs ${expected} ${unit}, ` +
      `the file holds ${found}. Export the model again.`,
  )
}

/** Bytes of one list entry in raw form: int32_data holds one element (or two 4-bit ones) of 1, 2 or 4 bytes. */
function entryBytes(dataType: DataType): number {
  if (dataType === 'complex64' || dataType === 'complex128') return byteSize(dataType, 1) / 2
  return byteSize(dataType, 1)
}

function listedElements(
  reader: WireReader,
  parts: TensorParts,
  dataType: Exclude<DataType, 'string'>,
  expectedBytes: number,
): Uint8Array {
  const list = listOfType[dataType]
  const size = entryBytes(dataType)
  charge(reader, expectedBytes)
  refuseForeignLists(reader, parts, dataType, list)
  const entries = countEntries(reader, parts)
  if (entries * size !== expectedBytes) {
    refuseCount(reader, parts, expectedBytes / size, entries, `values in ${list}`)
  }
  const bytes = new Uint8Array(expectedBytes)
  if (list === 'floatData' || list === 'doubleData') {
    let at = 0
    for (const run of parts.runs) {
      bytes.set(reader.bytes.subarray(run.start, run.end), at)
      at += run.end - run.start
    }
    return bytes
  }
  fillVarints(reader, parts.runs, bytes, size)
  return bytes
}

function refuseForeignLists(reader: WireReader, parts: TensorParts, dataType: DataType, list: ElementList): void {
  const foreign = parts.runs.find((run) => run.list !== list)
  if (foreign === undefined) return
  refuse(
    reader,
    'malformed-model',
    `Tensor "${parts.name}" of ${dataType} holds its values in ${foreign.list}, expected ${list}.`,
  )
}

function countEntries(reader: WireReader, { name, runs }: TensorParts): number {
  const { bytes, limits } = reader
  let length = 0
  for (const run of runs) length += run.end - run.start
  if (runs[0]?.list === 'floatData') return length / 4
  if (runs[0]?.list === 'doubleData') return length / 8
  if (length > limits.varintBytes) {
    refuse(
      reader,
      'malformed-model',
      `Tensor "${name}" holds ${length} bytes of numbers outside of raw_data, at most ${limits.varintBytes} are ` +
        'accepted. Store it as raw_data.',
    )
  }
  let entries = 0
  for (const run of runs) {
    for (let at = run.start; at < run.end; at++) if ((bytes[at] ?? 0) < 128) entries++
  }
  return entries
}

function fillVarints(reader: WireReader, runs: readonly Run[], bytes: Uint8Array, size: number): void {
  const source = openReader(reader.bytes, reader.limits)
  source.path.push(...reader.path)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const run of runs) {
    source.position = run.start
    while (source.position < run.end) {
      readVarint(source, run.end)
      if (size === 1) view.setUint8(at, source.low)
      else if (size === 2) view.setUint16(at, source.low & 0xffff, true)
      else view.setInt32(at, source.low, true)
      if (size === 8) view.setInt32(at + 4, source.high, true)
      at += size
    }
  }
}
