import { describe, expect, test } from 'vitest'
import type { Victim } from '../attacks/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { type PartRequest, runPart, suites } from './index.ts'
import { verifyBound } from './verify-bound.ts'

// A bright organ on dark ground, both within 8/255 of the model's threshold at 1/2.
const shape = [4, 4, 4] as const
const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.52 : 0.48)) }

function request(group: string, victim: Victim): PartRequest {
  const spacingMm = [1, 1, 1] as const
  const common = {
    suite: suites['quick-1'],
    caseKey: 'case-1',
    datasetId: 'test',
    classCount: 2,
    modelHash: '0',
    gradient: 'available' as const,
  }
  return { ...common, group, victim, image, label, spacingMm }
}

const threshold = () => pointwiseVictim([0, 100], [0, -50])

describe('one part of an evaluation', () => {
  test('a model of brightness is perfect on the clean volume and lost at 8/255', async () => {
    const clean = await runPart(request('clean', threshold()))
    expect(clean.outcomes.map(({ entry }) => entry)).toEqual(['clean', 'gaussian-noise-4', 'gaussian-noise-8'])
    expect(clean.outcomes[0]).toMatchObject({ foregroundDice: 1, dice: [1, 1], hd95Mm: [null, 0], linf: 0, losses: [] })
    expect(clean.outcomes[2]?.epsilon).toBeNull()
    const pgd = await runPart(request('pgd-8', threshold()))
    expect(pgd.outcomes[0]).toMatchObject({ entry: 'pgd-8', foregroundDice: 0, epsilon: 8, nonFinite: false })
    expect(pgd.outcomes[0]?.linf).toBeCloseTo(8 / 255, 7)
    expect(pgd.outcomes[0]?.losses).toHaveLength(20)
    const weak = await runPart(request('pgd-1', threshold()))
    expect(weak.outcomes[0]).toMatchObject({ foregroundDice: 1, epsilon: 1 })
  })

  test('the same request gives the same result, noise included', async () => {
    const timeless = async () =>
      (await runPart(request('clean', threshold()))).outcomes.map((outcome) => ({ ...outcome, seconds: 0 }))
    expect(await timeless()).toEqual(await timeless())
  })

  test('an output that holds NaN scores 0: the organ is missed and the surface is a diagonal away', async () => {
    const { outcomes } = await runPart(request('fgsm', pointwiseVictim([Number.NaN, 1], [0, 0])))
    const lost = { foregroundDice: 0, dice: [0, 0], nsd: [null, 0], nonFinite: true, losses: [] }
    expect(outcomes[0]).toMatchObject(lost)
    expect(outcomes[0]?.hd95Mm[1]).toBeCloseTo(Math.sqrt(48), 6)
  })

  test('progress ends at 1, and an abort ends the part', async () => {
    const fractions: number[] = []
    await runPart({ ...request('fgsm', threshold()), onProgress: ({ fraction }) => fractions.push(fraction) })
    expect(fractions).toEqual([0.5, 0.5, 1, 1])
    const aborted = runPart({ ...request('fgsm', threshold()), signal: AbortSignal.abort(new Error('cancelled')) })
    await expect(aborted).rejects.toThrow('cancelled')
  })

  test('a volume outside [0, 1] and an unknown group are refused', async () => {
    const bright = { ...image, data: image.data.with(5, 1.5) }
    const refused = runPart({ ...request('fgsm', threshold()), image: bright })
    await expect(refused).rejects.toThrow('voxel 5 of case case-1 is 1.5; images must lie in [0, 1]')
    await expect(runPart(request('vafa', threshold()))).rejects.toThrow('Suite quick-1 has no group vafa.')
  })
})

describe('the bound is checked by code that no attack runs through', () => {
  const [entry] = suites['quick-1'].entries.filter(({ name }) => name === 'pgd-8')
  if (!entry) throw new Error('quick-1 has no entry pgd-8.')
  const moved = (by: number) => ({ ...image, data: image.data.with(3, Math.fround(0.48 + by)) })

  test('a volume at the bound passes, with its distances', () => {
    const { linf, l2 } = verifyBound(entry, image, moved(8 / 255))
    expect(linf).toBeCloseTo(8 / 255, 7)
    expect(l2).toBe(linf)
  })

  const violations: [string, ReturnType<typeof moved>, string][] = [
    ['one part in a thousand too far', moved(8.008 / 255), 'the bound is 8/255'],
    ['outside [0, 1]', moved(-0.5), 'must lie in [0, 1]'],
    ['not a number', moved(Number.NaN), 'is NaN'],
    ['of another size', { ...image, data: image.data.slice(1) }, '63 voxels; the clean one has 64'],
  ]
  test('in L2 the whole volume counts, not the farthest voxel', () => {
    const inL2 = { ...entry, norm: 'l2' as const, epsilon: 1 }
    const all = (by: number) => ({ ...image, data: image.data.map((value) => value + by) })
    // 64 voxels that move by 1/255 each lie sqrt(64)/255 away, which is the radius.
    expect(verifyBound(inL2, image, all(0.9999 / 255)).l2).toBeCloseTo(8 / 255, 5)
    expect(() => verifyBound(inL2, image, all(1.001 / 255))).toThrow('in L2; the bound is 1/255 root mean square')
    expect(verifyBound(inL2, image, moved(7 / 255)).linf).toBeCloseTo(7 / 255, 6)
  })

  test.each(violations)('a volume %s throws', (_, attacked, message) => {
    expect(() => verifyBound(entry, image, attacked)).toThrow(message)
  })
})
