import { OnnxFormatError } from '../format-error.ts'
import type { Graph, Model, ModelFunction } from '../graph.ts'
import { modelFields } from '../wire/fields.ts'
import { openReader, readFields, refuse, takeMessage, type WireReader } from '../wire/reader.ts'
import { takeInt, takeName } from '../wire/values.ts'
import { decodeFunction, takeOpset } from './decode-function.ts'
import { type DecodeContext, decodeGraph, openContext } from './decode-graph.ts'
import { type DecodeLimits, defaultDecodeLimits } from './limits.ts'
import { recogniseFile } from './recognise-file.ts'

/**
 * The model in these bytes. Weights in raw_data stay views into `bytes` (with their `fileOffset`); nothing is copied
 * but the typed lists. Bounded in time and memory by `limits`, whatever the bytes. Throws OnnxFormatError: `not-onnx`
 * for another format or noise, `truncated-file` where a length runs past the end, `malformed-model` where the content
 * contradicts itself or passes a bound, `external-data`, or `memory-budget-exceeded`.
 */
export function decodeModel(bytes: Uint8Array, limits: Partial<DecodeLimits> = {}): Model {
  const bounds = { ...defaultDecodeLimits(bytes.byteLength), ...limits }
  if (bytes.byteLength === 0) throw new OnnxFormatError('not-onnx', 'The file is empty. Upload the .onnx file again.')
  if (bytes.byteLength > bounds.fileBytes) {
    throw new OnnxFormatError(
      'malformed-model',
      `The file has ${bytes.byteLength} bytes, a model may have ${bounds.fileBytes}. Store its weights as float16.`,
    )
  }
  const recognised = recogniseFile(bytes)
  if (recognised !== undefined) {
    const { looksLike, advice } = recognised
    throw new OnnxFormatError('not-onnx', `The file looks like ${looksLike}, expected an ONNX model. ${advice}`)
  }
  const reader = openReader(bytes, bounds)
  const found: ModelParts = { irVersion: 0, producer: '', opsets: new Map(), functions: [], graph: undefined }
  try {
    readModel(reader, found, openContext())
  } catch (error) {
    if (error instanceof OnnxFormatError && !isEvidentlyOnnx(found)) throw notOnnx(error)
    throw error
  }
  return modelOf(reader, found)
}

interface ModelParts {
  irVersion: number
  producer: string
  opsets: Map<string, number>
  functions: ModelFunction[]
  graph: Graph | undefined
}

function readModel(reader: WireReader, found: ModelParts, context: DecodeContext): void {
  readFields(
    reader,
    modelFields,
    (field) => {
      switch (field) {
        case 'irVersion':
          found.irVersion = takeInt(reader)
          return
        case 'producerName':
          found.producer = takeName(reader)
          return
        case 'opsetImport':
          return takeOpset(reader, found.opsets)
        case 'graph':
          found.graph = takeMessage(reader, 'graph', -1, (at) => decodeGraph(at, context))
          return
        case 'functions':
          found.functions.push(
            takeMessage(reader, 'functions', found.functions.length, (at) => decodeFunction(at, context)),
          )
          return
        case 'producerVersion':
        case 'domain':
        case 'modelVersion':
        case 'docString':
        case 'metadataProps':
        case 'configuration':
          return
        case 'trainingInfo':
          refuse(
            reader,
            'malformed-model',
            'The file holds training information (training_info), which is not accepted. Export for inference.',
          )
      }
    },
    true,
  )
}

const plausibleIrVersions = { lowest: 1, highest: 99 }

/** Noise seldom begins with a version number, and truncation or damage leaves the beginning. */
function isEvidentlyOnnx(found: ModelParts): boolean {
  const { lowest, highest } = plausibleIrVersions
  return (found.irVersion >= lowest && found.irVersion <= highest) || found.graph !== undefined
}

function notOnnx(cause: OnnxFormatError): OnnxFormatError {
  return new OnnxFormatError(
    'not-onnx',
    `The file is no ONNX model: it does not begin as one. Upload a file written by torch.onnx.export. ${cause.message}`,
  )
}

function modelOf(reader: WireReader, found: ModelParts): Model {
  const { graph, irVersion, producer, opsets, functions } = found
  if (!isEvidentlyOnnx(found)) throw notOnnx(new OnnxFormatError('not-onnx', 'It declares no IR version.'))
  if (graph === undefined) {
    refuse(
      reader,
      'truncated-file',
      'The file ends before the graph of the model. The file was cut short: upload it again.',
    )
  }
  const names = new Set<string>()
  for (const { domain, name, overload } of functions) {
    const key = JSON.stringify([domain, name, overload])
    if (names.has(key)) refuse(reader, 'malformed-model', `The model has two functions "${domain}.${name}".`)
    names.add(key)
  }
  return { irVersion, producer, opsets, functions, graph }
}
