import { describe, expect, it } from 'vitest'
import { conformanceCases } from '../test/conformance-cases.ts'
import { isMissing, sharedData } from '../test/shared-data.ts'
import { gradientReport } from './test/conformance.ts'

const archive = 'onnx-conformance/onnx-backend-test-data.tar.gz'

/** One test in so many is run here; bench/conformance.ts runs all of them. */
const stride = 5

describe.skipIf(isMissing(archive))("gradients of ONNX's operator tests", () => {
  it('agree with central differences wherever there is a gradient', { timeout: 120_000 }, async () => {
    const reports = []
    for (const [index, example] of conformanceCases(sharedData(archive)).entries()) {
      if (index % stride === 0) reports.push(await gradientReport(example, 8))
    }
    expect(reports.filter(({ outcome }) => outcome === 'disagrees')).toEqual([])
    expect(reports.filter(({ outcome }) => outcome === 'agrees').length).toBeGreaterThan(200)
  })
})
