import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isMissing, sharedData } from '../test/shared-data.ts'
import { decodeModel } from './decode/decode-model.ts'
import { encodeModel } from './encode/encode-model.ts'
import { OnnxFormatError } from './format-error.ts'
import { validateModel } from './validate/validate-model.ts'

describe.skipIf(isMissing('oracle') || isMissing('models'))('trained and exported networks', () => {
  const files = globSync(['oracle/*/model.onnx', 'models/*.onnx'], { cwd: sharedData('') })

  it.each(files)('%s decodes, is accepted, and is the same after encoding', (file) => {
    const model = decodeModel(readFileSync(sharedData(file)))
    expect(validateModel(model)).toEqual([])
    const encoded = encodeModel(model)
    expect(Buffer.compare(encodeModel(decodeModel(encoded)), encoded)).toBe(0)
  })
})

const archive = 'onnx-conformance/onnx-backend-test-data.tar.gz'

describe.skipIf(isMissing(archive))('the operator tests of ONNX', () => {
  // Element types float8e8m0, uint2 and int2 (codes 24 to 26), one type attribute, and values that are no tensors.
  const notRead = 39
  const notWritten = 28

  it('decode, and are the same after encoding, but for types that no network here has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onnx-conformance-'))
    try {
      execFileSync('tar', ['xzf', sharedData(archive), '-C', folder, '--wildcards', '*.onnx'])
      const files = globSync('**/*.onnx', { cwd: folder })
      const outcomes = files.map((file) => outcomeOf(readFileSync(join(folder, file))))
      const count = (outcome: string) => outcomes.filter((found) => found === outcome).length
      expect(files.length).toBeGreaterThan(1800)
      expect({ notRead: count('not read'), notWritten: count('not written'), differs: count('differs') }).toEqual({
        notRead,
        notWritten,
        differs: 0,
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function outcomeOf(bytes: Uint8Array): 'not read' | 'not written' | 'same' | 'differs' {
  try {
    const encoded = encodeModel(decodeModel(bytes))
    return Buffer.compare(encodeModel(decodeModel(encoded)), encoded) === 0 ? 'same' : 'differs'
  } catch (error) {
    if (error instanceof OnnxFormatError) return 'not read'
    if (error instanceof TypeError && error.message.endsWith('only tensors are written.')) return 'not written'
    throw error
  }
}
