import { describe, expect, test } from 'vitest'
import type { GradientReading } from '../../differentiate/index.ts'
import { type AttackOutcome, type SuiteDefinition, type SuiteEntry, suites } from '../index.ts'
import type { DiagnosisEvidence, Slope } from './evidence.ts'
import type { Findings } from './findings.ts'
import { flagCodes } from './flag-list.ts'
import { doubtsGradient, isMasking, raiseFlags, rankedBy } from './raise-flags.ts'

const entry = (given: Partial<SuiteEntry> & Pick<SuiteEntry, 'name' | 'track'>): SuiteEntry => ({
  ...{ group: given.name, attack: 'pgd', loss: 'dicece', epsilon: null, parameters: {}, restarts: 1 },
  ...given,
})
const suite: SuiteDefinition = {
  ...suites['quick-1'],
  entries: [
    entry({ name: 'clean', track: 'clean', attack: 'none', loss: null }),
    entry({ name: 'noise-8', track: 'noise', attack: 'gaussian-noise', parameters: { sigma: 8 / 255 } }),
    entry({ name: 'fgsm-8', track: 'white-box', attack: 'fgsm', epsilon: 8 }),
    entry({ name: 'pgd-2', track: 'white-box', epsilon: 2 }),
    entry({ name: 'pgd-8', track: 'white-box', epsilon: 8 }),
    entry({ name: 'square-8', track: 'black-box', attack: 'square', epsilon: 8 }),
  ],
}

/** Foreground Dice by entry: those of an honest network unless said. */
type Scores = Readonly<Record<string, number>>
const honest: Scores = { clean: 0.9, 'noise-8': 0.88, 'fgsm-8': 0.4, 'pgd-2': 0.5, 'pgd-8': 0.2, 'square-8': 0.7 }

function outcomesOf(scores: Scores, change: Partial<AttackOutcome> = {}): AttackOutcome[] {
  return suite.entries.map(({ name, attack, track, epsilon }) => ({
    ...{ entry: name, attack, track, epsilon, dice: [], hd95Mm: [], nsd: [] },
    ...{ linf: 0, l2: 0, losses: [], nonFinite: false, seconds: 0 },
    foregroundDice: { ...honest, ...scores }[name] ?? 0,
    ...change,
  }))
}

const slope = (direction: Slope['direction'], claimed: number, measured: number): Slope => ({
  ...{ direction, step: 0.01, claimed, measured, rounding: 0.001 },
})
const agreeing = [slope('gradient', 100, 97), slope('random', 3, 2), slope('random', -5, -5), slope('random', 1, 2)]
const plain: DiagnosisEvidence = {
  output: { least: -8, greatest: 9, leastSum: -5, greatestSum: 4 },
  repeat: { largestDifference: 0, deviation: 2 },
  slopes: agreeing,
  zeroGradientShare: 0.01,
  collapse: { epsilon: 64, clean: 0.9, attacked: 0.05 },
}
const readable: GradientReading = { gradient: 'available', findings: [] }

const findings = (given: Partial<Findings> = {}): Findings => ({
  ...{ suite, gradient: 'available', reading: readable, outcomes: [outcomesOf({})], evidence: [plain] },
  ...given,
})
const codesOf = (given: Partial<Findings>): string[] => raiseFlags(findings(given)).map(({ code }) => code)
const measured = (given: Partial<DiagnosisEvidence>): Partial<Findings> => ({
  evidence: [plain, { ...plain, ...given }],
})
const scored = (scores: Scores): Partial<Findings> => ({ outcomes: [outcomesOf(scores)] })
const found = (kind: GradientReading['findings'][number]['kind'], opType: string): Partial<Findings> => ({
  reading: { ...readable, findings: [{ kind, opType, nodeName: 'n', message: `${opType} (node n) does it.` }] },
})
const trials = (first: number, second: number): Partial<Findings> => {
  const trial = { loss: 'ce', round: 0, steps: 5 }
  const both = [
    { ...trial, restart: 0, foregroundDice: first },
    { ...trial, restart: 1, foregroundDice: second },
  ]
  const [clean, noise, fgsm, pgd2, pgd8, square] = outcomesOf({})
  if (!clean || !noise || !fgsm || !pgd2 || !pgd8 || !square) throw new Error('The suite has six entries.')
  return { outcomes: [[clean, noise, fgsm, pgd2, { ...pgd8, trials: both }, square]] }
}

test('an honest network raises none', () => {
  expect(codesOf({})).toEqual([])
  expect(codesOf({ evidence: [], reading: undefined })).toEqual([])
})

const cases: readonly [string, Partial<Findings>][] = [
  ['query-only', { gradient: 'none', reading: { gradient: 'none', obstacle: 'No rule for X.', findings: [] } }],
  ['straight-through', found('straight-through', 'Round')],
  ['straight-through', found('argmax', 'ArgMax')],
  ['no-gradient-path', found('no-path', 'Greater')],
  ['saturating-clip', found('saturating-clip', 'Clip')],
  ['not-deterministic', found('random', 'RandomNormalLike')],
  ['not-deterministic', measured({ repeat: { largestDifference: 0.01, deviation: 2 } })],
  ['training-dropout', found('training-dropout', 'Dropout')],
  ['gradient-disagrees', measured({ slopes: [slope('gradient', 100, 40)] })],
  ['gradient-disagrees', measured({ slopes: [slope('gradient', 100, -100)] })],
  ['gradient-disagrees', measured({ slopes: [slope('gradient', 0, 5)] })],
  ['gradient-disagrees', measured({ slopes: [slope('random', 3, -1), slope('random', 4, 1)] })],
  [
    'gradient-disagrees',
    {
      evidence: [],
      reading: { ...readable, check: { agrees: false, claimed: 8, measured: [{ step: 0.01, slope: 0 }] } },
    },
  ],
  ['zero-gradient', measured({ zeroGradientShare: 0.51 })],
  [
    'probabilities-output',
    { evidence: [{ ...plain, output: { least: 0, greatest: 1, leastSum: 1, greatestSum: 1 } }] },
  ],
  [
    'probabilities-output',
    { evidence: [{ ...plain, output: { least: 0.1, greatest: 0.9, leastSum: 0.4, greatestSum: 1.6 } }] },
  ],
  [
    'probabilities-output',
    {
      evidence: [],
      reading: { ...readable, output: { least: 0, greatest: 1, leastSum: 1, greatestSum: 1 } },
    },
  ],
  [
    'zero-gradient',
    { evidence: [], reading: { ...readable, check: { agrees: true, claimed: 1, measured: [], zeroShare: 0.6 } } },
  ],
  ['fgsm-beats-apgd', scored({ 'fgsm-8': 0.17 })],
  ['black-box-beats-white-box', scored({ 'square-8': 0.17 })],
  ['epsilon-curve-not-falling', scored({ 'pgd-2': 0.17 })],
  ['no-collapse-at-64', measured({ collapse: { epsilon: 64, clean: 0.9, attacked: 0.61 } })],
  ['noise-as-harmful-as-attack', scored({ 'noise-8': 0.25 })],
  ['restarts-disagree', trials(0.31, 0.2)],
  ['non-finite-output', { outcomes: [outcomesOf({}), outcomesOf({}, { nonFinite: true })] }],
]

test.each(cases)('%s is raised by its evidence alone, with a message and figures', (code, given) => {
  const [flag, ...others] = raiseFlags(findings(given))
  expect(others).toEqual([])
  expect(flag).toMatchObject({ code, message: expect.stringMatching(/\.$/) })
  expect(Object.keys(flag?.evidence ?? {}).length).toBeGreaterThan(0)
})

test('every flag of the list has a case', () => {
  expect(new Set(cases.map(([code]) => code))).toEqual(new Set(flagCodes))
})

describe('what lies on the other side of each threshold raises none', () => {
  test.each<[string, Partial<Findings>]>([
    ['two predictions that differ by rounding', measured({ repeat: { largestDifference: 0.001, deviation: 2 } })],
    ['a slope within a factor of two', measured({ slopes: [slope('gradient', 100, 55)] })],
    ['one good step of several', measured({ slopes: [slope('gradient', 100, 30), slope('gradient', 100, 80)] })],
    ['slopes below the rounding', measured({ slopes: [slope('gradient', 0, 0.0009)] })],
    ['half of the gradient zero', measured({ zeroGradientShare: 0.5 })],
    [
      'logits within [0, 1] on one case only',
      measured({ output: { least: 0, greatest: 1, leastSum: 1, greatestSum: 1 } }),
    ],
    ['FGSM a hair better', scored({ 'fgsm-8': 0.19 })],
    [
      'FGSM at a bound that no iterated attack was run at',
      {
        outcomes: [outcomesOf({ 'fgsm-8': 0.1 }).filter(({ entry: name }) => name !== 'pgd-8' && name !== 'square-8')],
      },
    ],
    ['Square a hair better', scored({ 'square-8': 0.19 })],
    [
      'a curve that is level and collapses at 64/255',
      scored({ 'pgd-2': 0.9, 'pgd-8': 0.9, 'fgsm-8': 0.9, 'square-8': 0.9 }),
    ],
    ['a third of the Dice left at 64/255', measured({ collapse: { epsilon: 64, clean: 0.9, attacked: 0.3 } })],
    [
      'a network that knows nothing to begin with',
      measured({ collapse: { epsilon: 64, clean: 0.05, attacked: 0.05 } }),
    ],
    [
      'noise that breaks what attacks break altogether',
      scored({ 'noise-8': 0.02, 'pgd-8': 0.01, 'pgd-2': 0.05, 'fgsm-8': 0.02 }),
    ],
    ['a restart from a random point a tenth below', trials(0.3, 0.21)],
    ['one that lags behind what goes on from a smaller bound', trials(0.2, 0.5)],
  ])('%s', (_, given) => {
    expect(codesOf(given)).toEqual([])
  })
})

test('a level curve that does not collapse either raises both flags', () => {
  const blind = { outcomes: [outcomesOf({ 'pgd-2': 0.9, 'pgd-8': 0.89, 'fgsm-8': 0.9, 'square-8': 0.89 })] }
  const evidence = [{ ...plain, collapse: { epsilon: 64, clean: 0.9, attacked: 0.88 } }]
  expect(codesOf({ ...blind, evidence })).toEqual(['epsilon-curve-not-falling', 'no-collapse-at-64'])
})

test('a model that draws random numbers is not blamed for slopes that measure the draw', () => {
  const random = { repeat: { largestDifference: 1, deviation: 2 }, slopes: [slope('gradient', 100, -5)] }
  expect(codesOf(measured(random))).toEqual(['not-deterministic'])
})

describe('what an entry is ranked by', () => {
  const flags = (...codes: string[]) => codes.map((code) => ({ code, message: '' }))

  test('the worst case where nothing doubts the gradient', () => {
    expect(rankedBy([], true)).toBe('worst-case')
    expect(rankedBy(flags('non-finite-output', 'training-dropout'), true)).toBe('worst-case')
  })

  test('black-box attacks where a flag does, or where there is no gradient', () => {
    expect(rankedBy(flags('zero-gradient'), true)).toBe('black-box')
    expect(rankedBy(flags('query-only'), true)).toBe('black-box')
  })

  test('the worst case where the suite has no black-box attack to go by', () => {
    expect(rankedBy(flags('zero-gradient'), false)).toBe('worst-case')
  })

  test('a code that no flag has doubts nothing', () => {
    expect(isMasking('constructor')).toBe(false)
    expect(flagCodes.filter(isMasking)).toHaveLength(13)
  })
})

test('the reading alone doubts a gradient that is absent, estimated or wrong; dropout and an old reading do not', () => {
  const doubts = ({ reading }: Partial<Findings>) => doubtsGradient(suite, reading)
  expect(doubts(found('straight-through', 'Round'))).toBe(true)
  expect(doubtsGradient(suite, { gradient: 'none', findings: [] })).toBe(true)
  expect(doubtsGradient(suite, { ...readable, check: { agrees: false, claimed: 1, measured: [] } })).toBe(true)
  expect(doubts(found('training-dropout', 'Dropout'))).toBe(false)
  expect(doubtsGradient(suite, readable)).toBe(false)
  expect(doubtsGradient(suite, undefined)).toBe(false)
})
