import { describe, expect, test } from 'vitest'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { roundSizes, rungSteps } from './expected-calls.ts'
import { type PartRequest, runPart, type SuiteDefinition, suites } from './index.ts'

// A bright organ on dark ground, both 5.1/255 from the model's threshold at 1/2.
const shape = [4, 4, 4] as const
const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.52 : 0.48)) }
const ladder = {
  group: 'ladder',
  attack: 'apgd',
  losses: ['masked-ce', 'dicece', 'js'],
  restarts: 2,
  epsilons: [1, 4, 6, 8],
  rounds: [{ steps: 4 }, { steps: 6 }],
  keep: 0.5,
  lostBelow: 0,
} satisfies SuiteDefinition['ladder']
const suite: SuiteDefinition = { ...suites['quick-1'], ladder }
const request = (): PartRequest => ({
  suite,
  group: 'ladder',
  victim: pointwiseVictim([0, 100], [0, -50]),
  image,
  label,
  spacingMm: [1, 1, 1],
  classCount: 2,
  caseKey: 'case-1',
  datasetId: 'test',
  modelHash: '0',
  gradient: 'available',
})

describe('the ladder', () => {
  test('one outcome for each epsilon, within its bound, Dice never rising', async () => {
    const { outcomes } = await runPart(request())
    expect(outcomes.map(({ entry }) => entry)).toEqual(['apgd-1', 'apgd-4', 'apgd-6', 'apgd-8'])
    expect(outcomes.map(({ foregroundDice }) => foregroundDice)).toEqual([1, 1, 0, 0])
    for (const { linf, epsilon } of outcomes) expect(linf).toBeLessThanOrEqual((epsilon ?? 0) / 255 + 2 ** -24)
  })

  test('every loss and restart gets the first round, the better half the second', async () => {
    const [first] = (await runPart(request())).outcomes
    const rounds = first?.trials?.map(({ loss, restart, round, steps }) => `${round} ${loss} ${restart} ${steps}`)
    expect(rounds).toEqual([
      '0 masked-ce 0 4',
      '0 dicece 0 4',
      '0 js 0 4',
      '0 masked-ce 1 4',
      '0 dicece 1 4',
      '0 js 1 4',
      '1 masked-ce 0 6',
      '1 dicece 0 6',
      '1 js 0 6',
    ])
    expect(roundSizes(ladder)).toEqual([6, 3])
    expect(rungSteps(ladder)).toBe(6 * 4 + 3 * 6)
  })

  test('a rung ends when the case is lost, and a lost case is not attacked again', async () => {
    const { outcomes } = await runPart(request())
    expect(outcomes[2]?.trials).toHaveLength(1)
    expect(outcomes[2]?.carriedFrom).toBeUndefined()
    expect(outcomes[3]).toMatchObject({ trials: [], carriedFrom: 'apgd-6', foregroundDice: 0 })
  })

  test('what a smaller epsilon found stands where a larger one finds nothing worse', async () => {
    const { outcomes } = await runPart(request())
    expect(outcomes[1]).toMatchObject({ carriedFrom: 'apgd-1', epsilon: 4 })
    expect(outcomes[1]?.trials).toHaveLength(9)
  })

  test('equal requests give equal outcomes, the seconds apart', async () => {
    const timeless = async () => (await runPart(request())).outcomes.map((outcome) => ({ ...outcome, seconds: 0 }))
    expect(await timeless()).toEqual(await timeless())
  })

  test('progress rises from rung to rung and ends at 1', async () => {
    const fractions: number[] = []
    await runPart({ ...request(), onProgress: ({ fraction }) => fractions.push(fraction) })
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions[0]).toBeCloseTo(1 / 42 / 4, 6)
    expect(fractions.at(-1)).toBe(1)
  })
})
