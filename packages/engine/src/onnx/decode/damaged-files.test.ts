import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeModel } from '../encode/encode-model.ts'
import { exampleNetwork } from '../example-model.ts'
import { OnnxFormatError } from '../format-error.ts'
import { validateModel } from '../validate/validate-model.ts'
import { damages, seededDraw } from './damage.ts'
import { decodeModel } from './decode-model.ts'

const file = encodeModel(exampleNetwork())
const slowestMs = 1000

/** Decodes and validates; anything but a model or an OnnxFormatError is thrown on. */
function decodes(bytes: Uint8Array): boolean {
  const [isModel, ms] = timed(bytes)
  // What is slow for the file's sake is slow each time; a busy machine stops any process now and then.
  expect(ms < slowestMs ? ms : timed(bytes)[1]).toBeLessThan(slowestMs)
  return isModel
}

function timed(bytes: Uint8Array): [isModel: boolean, ms: number] {
  const started = performance.now()
  try {
    validateModel(decodeModel(bytes))
    return [true, performance.now() - started]
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error
    return [false, performance.now() - started]
  }
}

describe('a damaged file ends in a model or a typed error within a second', () => {
  it.each(Object.entries(damages))('%s', (_, damage) => {
    const property = fc.property(fc.nat(), (seed) => {
      const bytes = damage(file, seededDraw(seed))
      // What still decodes must also be writable unless it declares values that are no tensors.
      if (decodes(bytes)) expect(() => encodeTensorsOnly(bytes)).not.toThrow()
    })
    fc.assert(property, { numRuns: 500, seed: 1 })
  })

  it('several damages at once', () => {
    const kinds = Object.values(damages)
    const property = fc.property(fc.nat(), fc.array(fc.nat(kinds.length - 1), { maxLength: 4 }), (seed, picks) => {
      const draw = seededDraw(seed)
      let bytes: Uint8Array = file
      for (const pick of picks) bytes = bytes.length > 0 ? (kinds[pick]?.(bytes, draw) ?? bytes) : bytes
      decodes(bytes)
    })
    fc.assert(property, { numRuns: 1000, seed: 2 })
  })

  it('noise', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void decodes(bytes))
    fc.assert(property, { numRuns: 2000, seed: 3 })
  })
})

function encodeTensorsOnly(bytes: Uint8Array): void {
  try {
    encodeModel(decodeModel(bytes))
  } catch (error) {
    if (!(error instanceof TypeError && error.message.endsWith('only tensors are written.'))) throw error
  }
}
