import { describe, expect, test } from 'vitest'
import { drawResamples, intervalOf } from './ranking/index.ts'
import { type AttackOutcome, type PartResult, type SuiteDefinition, suites, summarise } from './index.ts'

const base = suites['quick-1']
const entry = (name: string, track: AttackOutcome['track'], epsilon: number | null) => ({
  name,
  group: name,
  track,
  attack: track === 'clean' ? ('none' as const) : ('fgsm' as const),
  loss: null,
  epsilon,
  parameters: {},
  restarts: 1,
})
const suite: SuiteDefinition = {
  ...base,
  id: 'test-1',
  entries: [
    entry('clean', 'clean', null),
    entry('noise', 'noise', null),
    entry('weak', 'white-box', 2),
    entry('strong', 'white-box', 8),
    entry('beyond', 'white-box', 16),
    entry('queries', 'black-box', 8),
  ],
}

const part = (caseKey: string, group: string, dice: number, nonFinite = false): PartResult => {
  const [found] = suite.entries.filter(({ name }) => name === group)
  if (!found) throw new Error(`No entry ${group}.`)
  const { track, epsilon, attack } = found
  const metrics = { dice: [0.9, dice], hd95Mm: [null, 10 * (1 - dice)], nsd: [null, dice], foregroundDice: dice }
  const distances = { linf: 0, l2: 0, losses: [], nonFinite, seconds: 1 }
  return { caseKey, group, outcomes: [{ entry: group, attack, track, epsilon, ...metrics, ...distances }] }
}
const scores: Record<string, number[]> = {
  clean: [0.9, 0.7],
  noise: [0.1, 0.1],
  weak: [0.8, 0.2],
  strong: [0.4, 0.3],
  beyond: [0, 0],
  queries: [0.5, 0.6],
}
const parts = Object.entries(scores).flatMap(([group, [a = 0, b = 0]]) => [part('a', group, a), part('b', group, b)])
const provenance = {
  modelHash: '0',
  suiteId: 'test-1',
  suiteHash: '0',
  datasetId: 'test',
  datasetHash: '0',
  engineVersion: '0',
  runtimeVersion: '0',
  providers: ['cpu'],
  seed: 1,
}
const request = { suite, provenance, classNames: ['background', 'organ'], parts, caseOrder: ['a', 'b'] }

describe('the report', () => {
  const report = summarise(request)

  test('the worst case of each volume is over adversarial entries at or below the headline, noise excepted', () => {
    expect(report.cases).toEqual([
      { caseKey: 'a', clean: 0.9, robust: 0.4 },
      { caseKey: 'b', clean: 0.7, robust: 0.2 },
    ])
    expect(report.clean.mean).toBeCloseTo(0.8, 12)
    expect(report.robust.mean).toBeCloseTo(0.3, 12)
    expect(report.retainedRatio).toBeCloseTo(0.375, 12)
    expect(report.robustHd95Mm).toBeCloseTo((6 + 8) / 2, 12)
    expect(report.robustNsd).toBeCloseTo(0.3, 12)
  })

  test('tracks apart: the black box alone, and none for frequency', () => {
    expect(report.robustByTrack['white-box']?.mean).toBeCloseTo(0.3, 12)
    expect(report.robustByTrack['black-box']?.mean).toBeCloseTo(0.55, 12)
    expect(report.robustByTrack.frequency).toBeNull()
  })

  test('the curve starts with the clean score and never rises', () => {
    const curve = report.curve.map(({ epsilon, foregroundDice }) => [
      epsilon,
      Math.round(foregroundDice.mean * 1e6) / 1e6,
    ])
    expect(curve).toEqual([
      [0, 0.8],
      [2, 0.5],
      [8, 0.3],
      [16, 0],
    ])
  })

  test("the curve's area is its mean height up to the headline epsilon", () => {
    // From 0 over 2 to 8: ((0.8 + 0.5) / 2 * 2 + (0.5 + 0.3) / 2 * 6) / 8; what lies beyond 8 does not count.
    expect(report.curveArea?.mean).toBeCloseTo((1.3 + 2.4) / 8, 12)
  })

  test("each organ's worst case is over the attacks, then a mean over the cases", () => {
    // 0.4 and 0.2; the background is 0.9 throughout.
    expect(report.worstDice?.[0]).toBeCloseTo(0.9, 12)
    expect(report.worstDice?.[1]).toBeCloseTo(0.3, 12)
  })

  test.each([
    [2, 0.2],
    [70, 0.03],
    [71, 0.035],
  ])('of %i cases, the mean of the worst tenth, rounded up, is %f', (count, expected) => {
    // Two cases as above; more score 0, 0.01, 0.02 and so on: the worst seven of 70 average 0.03, eight of 71 0.035.
    const caseOrder = Array.from({ length: count }, (_, i) => String(i))
    const many = caseOrder.flatMap((caseKey, i) =>
      Object.keys(scores).map((group) => part(caseKey, group, group === 'strong' ? i / 100 : 0.9)),
    )
    const { worstTenth } = count === 2 ? report : summarise({ ...request, parts: many, caseOrder })
    expect(worstTenth).toBeCloseTo(expected, 12)
  })

  test('an entry is summarised over all cases', () => {
    const noise = report.entries[1]
    expect(noise).toMatchObject({ entry: 'noise', track: 'noise', epsilon: null, hd95Mm: 9, nsd: 0.1 })
    expect(noise?.dice).toEqual([0.9, 0.1])
  })

  test('the same parts in another order give the same report', () => {
    expect(summarise({ ...request, parts: [...parts].reverse() })).toEqual(report)
  })

  test('an output that is not finite raises a flag', () => {
    expect(report.flags).toEqual([])
    const flawed = [
      ...parts.filter(({ group }) => group !== 'weak'),
      part('a', 'weak', 0, true),
      part('b', 'weak', 0.2),
    ]
    const message = 'The output held NaN or Inf in 1 of 12 predictions (weak); each scores 0.'
    expect(summarise({ ...request, parts: flawed }).flags).toMatchObject([{ code: 'non-finite-output', message }])
  })

  test('a masking flag marks the entry as ranked by black-box attacks and never raises its score', () => {
    expect(report.rankedBy).toBe('worst-case')
    const finding = {
      kind: 'straight-through',
      opType: 'Round',
      nodeName: 'r',
      message: 'Round (node r) rounds.',
    } as const
    const reading = { gradient: 'available', findings: [finding] } as const
    const provenance = { ...request.provenance, reading: { ...reading, findings: [...reading.findings] } }
    const flagged = summarise({ ...request, provenance })
    expect(flagged.flags.map(({ code }) => code)).toEqual(['straight-through'])
    expect(flagged.rankedBy).toBe('black-box')
    expect(flagged.robust).toEqual(report.robust)
    expect(flagged.robust.mean).toBeLessThanOrEqual(flagged.robustByTrack['black-box']?.mean ?? 0)
    expect(flagged.robust.mean).toBeLessThanOrEqual(flagged.robustByTrack['white-box']?.mean ?? 0)
  })

  test('a missing or doubled part is refused', () => {
    expect(() => summarise({ ...request, parts: parts.slice(1) })).toThrow('Case a has 0 results of group clean')
    expect(() => summarise({ ...request, parts: [...parts, ...parts] })).toThrow('Case a has 2 results of group clean')
  })
})

describe('bootstrap intervals', () => {
  test('equal seeds give equal intervals; equal values have none', () => {
    const draw = () => drawResamples(5, 100, ['test'])
    expect(draw()).toEqual(draw())
    expect(intervalOf([0.5, 0.5, 0.5, 0.5, 0.5], draw())).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
  })

  test('of two values the interval spans both, of one it is the value', () => {
    expect(intervalOf([0, 1], drawResamples(2, 2000, ['test']))).toEqual({ mean: 0.5, low: 0, high: 1 })
    expect(intervalOf([0.25], drawResamples(1, 10, ['test']))).toEqual({ mean: 0.25, low: 0.25, high: 0.25 })
  })
})
