import { describe, expect, test } from 'vitest'
import { bandedCase } from '../test/banded-case.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import {
  type AttackOutcome,
  type PartRequest,
  runPart,
  type SuiteEntry,
  type TransferStore,
  type TransferVolume,
} from './index.ts'

const { image, given, hash, transfer } = bandedCase

async function outcomesOf(entries: readonly SuiteEntry[], more: Partial<PartRequest>): Promise<AttackOutcome[]> {
  return (await runPart(bandedCase.request(entries, more))).outcomes
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
    const entries = [{ ...transfer, restarts: 2 }, pgd]
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
