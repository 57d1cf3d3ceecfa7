import { describe, expect, test } from 'vitest'
import type { Victim } from '../attacks/index.ts'
import { readNifti, scalingAffine, writeNifti } from '../datasets/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { bandedCase } from '../test/banded-case.ts'
import { attempt } from './attempt.ts'
import { type AttackOutcome, type PartRequest, rescoreVolume, runPart, type SuiteEntry } from './index.ts'

const { shape, image, bands, given, hash, entry, transfer, request } = bandedCase

async function outcomesOf(entries: SuiteEntry[], more: Partial<PartRequest> = {}): Promise<AttackOutcome[]> {
  return (await runPart(request(entries, more))).outcomes
}

describe('an L2 entry', () => {
  test('stays in a ball whose radius is epsilon as a root mean square, and says so', async () => {
    const [outcome] = await outcomesOf([entry({ norm: 'l2', parameters: { steps: 5, alpha: 0.1 } })])
    expect(outcome).toMatchObject({ norm: 'l2', epsilon: 8 })
    expect(outcome?.l2Bound).toBeCloseTo((8 / 255) * Math.sqrt(120), 12)
    expect(outcome?.l2).toBeCloseTo((8 / 255) * Math.sqrt(120), 5)
    expect(outcome?.linf).toBeGreaterThan(8 / 255)
  })
})

describe('an attack that lies', () => {
  const forged = (data: Float32Array) => ({ adversarial: { shape: image.shape, data }, losses: [9] })
  const [linf, l2] = [entry({}), entry({ norm: 'l2', epsilon: 1 })]

  test('is brought back into its ball, in either norm, and scored there', async () => {
    const inverted = forged(image.data.map((value) => 1 - value))
    const held = await attempt(request([linf]), linf, inverted)
    expect(held.distances.linf).toBeLessThanOrEqual(8 / 255 + 2 ** -24)
    const kept = await attempt(request([l2]), l2, inverted)
    expect(kept.distances.l2).toBeLessThanOrEqual((1.0001 / 255) * Math.sqrt(120))
    // No voxel moved by 1/255 crosses a border that lies 0.02 away.
    expect(kept.foregroundDice).toBe(1)
  })

  const cases: [string, SuiteEntry, Float32Array, string][] = [
    ['a voxel that is not a number', linf, image.data.with(3, Number.NaN), 'voxel 3 of the attacked volume is NaN'],
    ['an unbounded volume below 0', entry({ epsilon: null }), image.data.with(0, -1e-6), 'must lie in [0, 1]'],
    ['a volume of another size', linf, image.data.slice(1), '119 voxels; the clean one has 120'],
  ]
  test.each(cases)('%s is caught', async (_, of, data, message) => {
    await expect(attempt(request([of]), of, forged(data))).rejects.toThrow(message)
  })

  test('its claims count for nothing, and what it changes afterwards neither', async () => {
    const result = forged(image.data.slice())
    const { foregroundDice, volume } = await attempt(request([linf]), linf, result)
    result.adversarial.data.fill(0)
    expect(foregroundDice).toBe(1)
    expect(volume.data).toEqual(image.data)
  })

  test('a victim that writes into what it is shown moves neither the clean volume nor the bound', async () => {
    const honest = bands()
    const tampering: Victim = {
      ...honest,
      async lossGradient(x, objective) {
        const result = await honest.lossGradient(x, objective)
        x.data.fill(0.9)
        return result
      },
    }
    const [outcome] = await outcomesOf([entry({})], { victim: tampering })
    expect(image.data[0]).toBe(Math.fround(0.42))
    expect(outcome?.linf).toBeLessThanOrEqual(8 / 255 + 2 ** -24)
  })
})

describe('an entry on surrogates', () => {
  test('asks the model for nothing but the score, and says how the surrogates fared', async () => {
    const victim = bands()
    const [outcome] = await outcomesOf([transfer], { victim, surrogates: given(), gradient: 'none' })
    expect(victim.calls).toEqual({ logits: 1, gradients: 0 })
    expect(outcome).toMatchObject({
      transferredFrom: 'a + b',
      onSurrogates: { clean: 1, attacked: 0 },
      foregroundDice: 0,
    })
  })

  test('leaves out the surrogate that is the model itself', async () => {
    const [outcome] = await outcomesOf([transfer], { surrogates: given(), modelHash: hash('a') })
    expect(outcome?.transferredFrom).toBe('b')
    const alone = entry({ ...transfer, surrogates: ['a'] })
    const own = outcomesOf([alone], { surrogates: given(), modelHash: hash('a') })
    await expect(own).rejects.toThrow('has no group attack that applies to this model')
  })

  test('any other attack is a white-box one on them', async () => {
    const victim = bands()
    const pgd = entry({ surrogates: ['b'], track: 'black-box' })
    const [outcome] = await outcomesOf([pgd], { victim, surrogates: given() })
    const [own] = await outcomesOf([entry({})])
    expect(victim.calls).toEqual({ logits: 1, gradients: 0 })
    expect(outcome?.losses).toEqual(own?.losses)
  })

  test('fails where the part was not given them', async () => {
    await expect(outcomesOf([transfer])).rejects.toThrow('needs surrogate a')
  })
})

describe('a model without a gradient', () => {
  test('is asked for predictions alone; a group that needs more is refused', async () => {
    const victim = bands()
    const square = entry({ track: 'black-box', attack: 'square', parameters: { queries: 10 } })
    const outcomes = await outcomesOf([entry({ name: 'needs-gradient' }), square], { victim, gradient: 'none' })
    expect(outcomes.map(({ attack }) => attack)).toEqual(['square'])
    expect(victim.calls).toEqual({ logits: 11, gradients: 0 })
    await expect(outcomesOf([entry({})], { gradient: 'none' })).rejects.toThrow('no group attack that applies')
  })
})

describe('an organ that shall vanish', () => {
  const hide = (vanish: SuiteEntry['vanish']) => entry({ attack: 'apgd', parameters: { steps: 10 }, vanish })

  test.each([
    ['largest', 1],
    ['smallest', 2],
    [2, 2],
  ] as const)('%s is class %i and does', async (which, organ) => {
    const [outcome] = await outcomesOf([hide(which)])
    expect(outcome?.vanished).toEqual({ organ, share: 1 })
    expect(outcome?.dice[organ]).toBe(0)
    // Both organs lie at thresholds of their own; the other one stays.
    expect(outcome?.dice[3 - organ]).toBeGreaterThan(0.5)
  })

  test('a class that the case lacks leaves the volume as it is', async () => {
    const [outcome] = await outcomesOf([hide(7)])
    expect(outcome).toMatchObject({ linf: 0, foregroundDice: 1 })
    expect(outcome?.vanished).toBeUndefined()
  })
})

describe('an entry that starts from another', () => {
  test('begins at its volume: the first loss is higher than from the clean one', async () => {
    const first = entry({ name: 'first', epsilon: 2 })
    const next = entry({ name: 'next', epsilon: 4 })
    const [, cold] = await outcomesOf([first, next])
    const [, warm] = await outcomesOf([first, { ...next, start: 'first' }])
    expect(warm?.losses[0]).toBeGreaterThan(cold?.losses[0] ?? 0)
    expect(warm?.linf).toBeLessThanOrEqual(4 / 255 + 2 ** -24)
  })
})

describe('an adversarial volume', () => {
  test('written as NIfTI and read again scores the same number and keeps its bound', async () => {
    let found: FloatTensor | undefined
    const pgd = entry({})
    const [outcome] = await outcomesOf([pgd], {
      onVolume: async (_, volume) => {
        found = volume
      },
    })
    if (!found || !outcome) throw new Error('The part handed out no volume.')
    const volume = { shape, channelCount: 1, data: found.data, affine: scalingAffine([1, 1, 1]) }
    const file = writeNifti(volume, { elementType: 'float32', gzip: true })
    const read = { shape: image.shape, data: readNifti(file).data }
    const rescored = await rescoreVolume({ ...request([pgd]), entry: 'attack', volume: read })
    const { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 } = outcome
    expect(foregroundDice).toBeLessThan(1)
    expect(rescored).toEqual({
      status: 'measured',
      measured: { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 },
    })
  })
})
