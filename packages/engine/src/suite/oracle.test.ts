import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slidingWindowVictim, type WindowModel } from '../inference/index.ts'
import { openWindowModel, runtimeVersion } from '../runtime/index.ts'
import { isMissing, readBytes, readFloats, readJson } from '../test/shared-data.ts'
import { engineVersion, partGroups, runPart, suiteHash, suites, summarise } from './index.ts'

// Three entries suffice, one of each kind; the whole suite takes a minute.
const kept = ['clean', 'fgsm-8', 'pgd-8']
const suite = { ...suites['quick-1'], entries: suites['quick-1'].entries.filter(({ name }) => kept.includes(name)) }
const shape = [32, 32, 32] as const

describe.skipIf(isMissing('oracle/unet-ts17/meta.json'))('entries of the quick suite on a trained U-Net', () => {
  let model: WindowModel
  beforeAll(async () => {
    model = await openWindowModel(readBytes('oracle/unet-ts17/model.onnx'), { windowShape: shape, threads: 2 })
  })
  afterAll(() => model.close())

  test("scores the clean volume and PGD at 8/255 as PyTorch does, and ranks by PGD's worst", {
    timeout: 120_000,
  }, async () => {
    const meta = readJson('oracle/unet-ts17/meta.json') as { dice_clean: number[]; dice_adv: number[] }
    const image = { shape: [1, 1, ...shape], data: readFloats('oracle/unet-ts17/input.f32') }
    const label = { shape, data: readBytes('oracle/unet-ts17/labels.u8') }
    const victim = slidingWindowVictim(model, { volumeShape: image.shape, ...suite.slidingWindow })
    const common = { suite, victim, image, label, spacingMm: [1, 1, 1] as const, classCount: 3, modelHash: '' }
    const parts = []
    for (const group of partGroups(suite)) {
      parts.push(await runPart({ ...common, gradient: 'available', group, caseKey: 'case-1', datasetId: 'oracle' }))
    }
    const report = summarise({
      suite,
      parts,
      classNames: ['background', 'small', 'large'],
      caseOrder: ['case-1'],
      provenance: {
        modelHash: '',
        suiteId: suite.id,
        suiteHash: suiteHash(suite),
        datasetId: 'oracle',
        datasetHash: '',
        engineVersion,
        runtimeVersion,
        providers: ['cpu'],
        seed: suite.seed,
      },
    })
    const diceOf = (name: string) => report.entries.find(({ entry }) => entry === name)?.dice ?? []
    for (const [k, expected] of meta.dice_clean.entries()) expect(diceOf('clean')[k]).toBeCloseTo(expected, 5)
    for (const [k, expected] of meta.dice_adv.entries()) expect(diceOf('pgd-8')[k]).toBeCloseTo(expected, 2)
    expect(report.curve.map(({ epsilon }) => epsilon)).toEqual([0, 8])
    expect(report.robust.mean).toBeLessThan(report.clean.mean)
    expect(report.flags).toEqual([])
  })
})
