import { describe, expect, test } from 'vitest'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import {
  type AttackOutcome,
  type PartRequest,
  runPart,
  type SuiteDefinition,
  type SuiteEntry,
  suites,
  type TransferStore,
  type TransferVolume,
} from './index.ts'

// An organ in bands of brightness whose borders lie at 0.4 and 0.6.
const shape = [4, 5, 6] as const
const label = { shape, data: Uint8Array.from({ length: 120 }, (_, v) => (v % 6 < 2 ? 1 : v % 6 === 5 ? 2 : 0)) }
const brightness = [0.38, 0.42, 0.62]
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (k) => brightness[k] ?? 0) }
const bands = () => pointwiseVictim([0, 50, 100], [0, -20, -50])
const [clean] = suites['quick-1'].entries.filter(({ track }) => track === 'clean')
if (!clean) throw new Error('quick-1 has no clean entry.')
const hash = (digit: string) => digit.repeat(64)
const surrogates = ['a', 'b'].map((name) => ({ name, family: 'test', datasetId: 'test', modelHash: hash(name) }))
const given = () => surrogates.map(({ name, modelHash }) => ({ name, modelHash, windowShape: shape, victim: bands() }))
const transfer: SuiteEntry = {
  ...{ ...clean, name: 'attack', group: 'attack', track: 'black-box', attack: 'transfer', loss: 'dicece', epsilon: 8 },
  ...{ parameters: { steps: 5, alpha: 0.01 }, surrogates: ['a', 'b'] },
}

async function outcomesOf(
  [first, ...others]: [SuiteEntry, ...SuiteEntry[]],
  more: Partial<PartRequest>,
): Promise<AttackOutcome[]> {
  const suite: SuiteDefinition = { ...suites['quick-1'], entries: [clean as SuiteEntry, first, ...others], surrogates }
  const common = { spacingMm: [1, 1, 1], classCount: 3, caseKey: 'case-1', datasetId: 'test' } as const
  const model = { victim: bands(), modelHash: '0', gradient: 'available' } as const
  return (await runPart({ suite, group: 'attack', image, label, ...common, ...model, ...more })).outcomes
}

describe('what is made on surrogates', () => {
  test('is made once for all models: another finds the volume, and the same bytes as without a store', async () => {
    const kept = new Map<string, TransferVolume>()
    const transfers: TransferStore = {
      async volumeOf(key, make) {
        const found = kept.get(key) ?? (await make())
        kept.set(key, found)
        return found
      },
    }
    const pgd: SuiteEntry = { ...transfer, name: 'pgd', attack: 'pgd', surrogates: ['b'] }
    const entries: [SuiteEntry, SuiteEntry] = [{ ...transfer, restarts: 2 }, pgd]
    const timeless = async (more: Partial<PartRequest>) =>
      (await outcomesOf(entries, more)).map((outcome) => ({ ...outcome, seconds: 0 }))
    const others = { modelHash: '1', victim: pointwiseVictim([0, 40, 90], [0, -18, -48]) }
    const unkept = await timeless({ ...others, surrogates: given() })
    await timeless({ surrogates: given(), transfers })
    expect(kept.size).toBe(3)
    const untouched = given()
    const found = await timeless({ ...others, surrogates: untouched, transfers })
    expect(JSON.stringify(found)).toBe(JSON.stringify(unkept))
    expect(untouched.map(({ victim }) => victim.calls)).toEqual([...'ab'].map(() => ({ logits: 0, gradients: 0 })))
    // A model that is one of the surrogates is attacked with the others, which is another volume; so is another case.
    await timeless({ surrogates: given(), modelHash: hash('a'), transfers })
    expect(kept.size).toBe(5)
    await timeless({ surrogates: given(), transfers, caseKey: 'case-2' })
    expect(kept.size).toBe(8)
    await timeless({ surrogates: given().map((one) => ({ ...one, windowShape: [4, 4, 4] as const })), transfers })
    expect(kept.size).toBe(11)
  })

  test('takes what a store gives as little on trust as what an attack gives', async () => {
    const values = image.data.map((value) => 1 - value)
    const forged = { values, losses: [], onSurrogates: { clean: 1, attacked: 0 } }
    const transfers: TransferStore = { volumeOf: async () => forged }
    const [outcome] = await outcomesOf([transfer], { surrogates: given(), transfers })
    expect(outcome?.linf).toBeLessThanOrEqual(8 / 255 + 2 ** -24)
    const short = { volumeOf: async () => ({ ...forged, values: values.slice(1) }) }
    await expect(outcomesOf([transfer], { surrogates: given(), transfers: short })).rejects.toThrow('119 voxels')
  })
})
