import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { decodeModel } from '../onnx/decode/decode-model.ts'
import { decodeTensor } from '../onnx/decode/decode-tensor.ts'
import { defaultDecodeLimits } from '../onnx/decode/limits.ts'
import type { ConstantTensor, Model } from '../onnx/graph.ts'
import { openReader } from '../onnx/wire/reader.ts'

/** One operator test of ONNX: a model, its inputs and what it must return. Tests only. */
export interface ConformanceCase {
  readonly name: string
  readonly model: Model
  readonly inputs: readonly ConstantTensor[]
  readonly outputs: readonly ConstantTensor[]
}

/** The tests in ONNX's archive whose inputs and outputs are all tensors, read without unpacking it to disk. */
export function conformanceCases(archive: string): readonly ConformanceCase[] {
  const files = untar(gunzipSync(readFileSync(archive)))
  return [...files].flatMap(([path, bytes]) => {
    if (!path.endsWith('/model.onnx')) return []
    const folder = path.slice(0, -'model.onnx'.length)
    try {
      const model = decodeModel(bytes)
      const inputs = tensors(files, `${folder}test_data_set_0/input_`)
      const outputs = tensors(files, `${folder}test_data_set_0/output_`)
      return [{ name: folder.split('/').at(-2) ?? '', model, inputs, outputs }]
    } catch {
      // Sequences, optional values, custom domains and training operators are not read.
      return []
    }
  })
}

function tensors(files: ReadonlyMap<string, Uint8Array>, prefix: string): readonly ConstantTensor[] {
  const found: ConstantTensor[] = []
  for (let bytes = files.get(`${prefix}0.pb`); bytes !== undefined; bytes = files.get(`${prefix}${found.length}.pb`)) {
    found.push(decodeTensor(openReader(bytes, defaultDecodeLimits(bytes.length))).tensor)
  }
  return found
}

/**
 * Regular files of a tar archive: a 512-byte header with the name at 0, the octal size at 124 and the kind at 156. A
 * name above 100 bytes comes as the content of a header of kind L before it.
 */
function untar(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const text = (start: number, length: number) =>
    new TextDecoder().decode(archive.subarray(start, start + length)).replace(/\0.*$/s, '')
  let longName: string | undefined
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const kind = text(at + 156, 1)
    if (kind === 'L') longName = text(at + 512, size)
    else {
      if (kind !== '5') files.set(longName ?? text(at, 100), archive.slice(at + 512, at + 512 + size))
      longName = undefined
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
