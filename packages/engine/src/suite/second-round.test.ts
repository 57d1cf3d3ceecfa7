import { describe, expect, test } from 'vitest'
import type { Victim } from '../attacks/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import {
  isSecondRound,
  partCalls,
  partGroups,
  type PartResult,
  type Provenance,
  repeatedName,
  runPart,
  secondRoundGroups,
  secondRoundReasons,
  type SuiteDefinition,
  suites,
  summarise,
} from './index.ts'

const quick = suites['quick-1']
const kept = new Set(['clean', 'pgd-8', 'square-8'])
const [first, ...others] = quick.entries.filter(({ group }) => kept.has(group))
if (!first) throw new Error('quick-1 has none of the groups.')
const whenDoubted = { parameters: { queries: 60 }, restarts: 2 }
const entries = others.map((entry) =>
  entry.name === 'square-8' ? { ...entry, parameters: { queries: 5 }, whenDoubted } : entry,
)
const suite: SuiteDefinition = { ...quick, entries: [first, ...entries] }

// A bright organ on dark ground, both within 8/255 of the threshold at 1/2.
const shape = [4, 4, 4] as const
const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.52 : 0.48)) }
const common = { image, label, spacingMm: [1, 1, 1] as const, classCount: 2, caseKey: 'case-1' }
const context = { datasetId: 'test', modelHash: '0', gradient: 'available' as const }

function resultOf(victim: Victim, group: string): Promise<PartResult> {
  return runPart({ ...common, ...context, suite, victim, group })
}

function requestOf(parts: readonly PartResult[], more: Partial<Provenance> = {}) {
  const provenance = {
    ...{ modelHash: '0', suiteId: suite.id, suiteHash: '0', datasetId: 'test', datasetHash: '0', seed: suite.seed },
    ...{ engineVersion: '0', runtimeVersion: '0', providers: ['cpu'], ...more },
  }
  return { suite, provenance, classNames: ['background', 'organ'], parts, caseOrder: ['case-1'] }
}

const reportOf = (...request: Parameters<typeof requestOf>) => summarise(requestOf(...request))

const open = pointwiseVictim([0, 20], [0, -10])
const hidden: Victim = {
  ...open,
  lossGradient: async (x, objective) => {
    const result = await open.lossGradient(x, objective)
    return { ...result, dx: { shape: x.shape, data: result.dx.data.map(() => 0) } }
  },
}
const firstRound = (victim: Victim) => Promise.all([...kept].map((group) => resultOf(victim, group)))

describe('a second round', () => {
  test('comes where outcomes doubt a gradient that the reading did not, with what is then stronger', async () => {
    const parts = await firstRound(hidden)
    const report = reportOf(parts)
    expect(report.flags.map(({ code }) => code)).toContain('black-box-beats-white-box')
    expect(secondRoundGroups(suite, report)).toEqual(['square-8-doubted'])
    const again = await resultOf(hidden, 'square-8-doubted')
    expect(again.outcomes.map(({ entry }) => entry)).toEqual(['square-8-doubted'])
    const whole = reportOf([...parts, again])
    expect(whole.entries.map(({ entry }) => entry)).toEqual([
      ...report.entries.map(({ entry }) => entry),
      'square-8-doubted',
    ])
    // The worst case is the one of both rounds.
    expect(again.outcomes[0]?.foregroundDice).toBeLessThan(report.robust.mean)
    expect(whole.robust.mean).toBe(again.outcomes[0]?.foregroundDice)
    // Its reasons are the first round's flags, whatever both rounds together raise.
    const reasons = secondRoundReasons(requestOf([...parts, again]))
    expect(reasons).toEqual(report.flags)
    expect(reasons.map(({ code }) => code)).toEqual(['black-box-beats-white-box', 'noise-as-harmful-as-attack'])
    expect(again.outcomes.map(({ entry }) => repeatedName(entry))).toEqual(['square-8'])
    expect(repeatedName('square-8')).toBeUndefined()
    expect(secondRoundReasons(requestOf(parts))).toEqual([])
  })

  test('does not come where nothing is doubted, or where the first round was the stronger one already', async () => {
    expect(secondRoundGroups(suite, reportOf(await firstRound(open)))).toEqual([])
    const parts = await firstRound(hidden)
    const reading = { gradient: 'none' as const, findings: [] }
    expect(secondRoundGroups(suite, reportOf(parts, { reading }))).toEqual([])
    const weak = { ...suite, entries: suite.entries.map((entry) => ({ ...entry, whenDoubted: undefined })) }
    expect(secondRoundGroups({ ...weak, entries: [first, ...weak.entries.slice(1)] }, reportOf(parts))).toEqual([])
  })

  test('has groups of its own, which the first round lacks and which cost what they ask for', () => {
    const at = { ...context, caseIndex: 0 }
    expect(partGroups(suite, at).filter(isSecondRound)).toEqual([])
    expect(partGroups(suite, { ...at, secondRound: true }).filter(isSecondRound)).toEqual(['square-8-doubted'])
    const { model } = partCalls(suite, 'square-8-doubted', { ...context, windows: 1, tiles: 1 })
    expect(model).toEqual({ predictions: 2 * (60 + 1), gradients: 0 })
  })
})
