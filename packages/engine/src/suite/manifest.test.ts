import { beforeAll, describe, expect, test } from 'vitest'
import { evaluatedBrightness } from '../test/evaluated-brightness.ts'
import {
  applicableEntries,
  type AttackOutcome,
  manifestText,
  type PartResult,
  partGroups,
  type ResultManifest,
  resultManifest,
  type SuiteDefinition,
  suiteHash,
  suites,
  summarise,
  verifyManifest,
} from './index.ts'

let evaluated: Awaited<ReturnType<typeof evaluatedBrightness>>
let manifest: ResultManifest
beforeAll(async () => {
  evaluated = await evaluatedBrightness()
  manifest = resultManifest(evaluated.report, evaluated.parts)
})

describe('the manifest of a result', () => {
  test('is the same text for equal results, whatever the times, the order of the parts and the confinement', async () => {
    const again = await evaluatedBrightness()
    const shuffled = again.parts.toReversed().map((part) => ({
      ...part,
      outcomes: part.outcomes.map((outcome) => ({ ...outcome, seconds: outcome.seconds + 1 })),
    }))
    const confined = { ...again.report, provenance: { ...again.report.provenance, confinement: 'bubblewrap' } }
    expect(manifestText(resultManifest(confined, shuffled))).toBe(manifestText(manifest))
  })

  test('holds no times, ends with a line feed, and is what its text says', () => {
    const text = manifestText(manifest)
    expect(text).not.toContain('"seconds"')
    expect(text.endsWith('}\n')).toBe(true)
    expect(manifestText(JSON.parse(text) as ResultManifest)).toBe(text)
  })

  test('lists the parts by case, then by group', () => {
    const names = manifest.parts.map(({ caseKey, group }) => `${caseKey} ${group}`)
    expect(names).toEqual(names.toSorted())
    expect(names[0]).toBe('case-1 clean')
  })
})

describe('a manifest is verified', () => {
  const verdictOf = (change: (copy: Draft) => void) => {
    const copy = JSON.parse(manifestText(manifest)) as Draft
    change(copy)
    return verifyManifest(copy, evaluated)
  }
  type Draft = {
    -readonly [Key in keyof ResultManifest]: ResultManifest[Key]
  } & { parts: { outcomes: { entry: string; track: string; foregroundDice: number; linf: number }[] }[] }
  const outcome = ({ parts }: Draft, name: string) => {
    const found = parts.flatMap(({ outcomes }) => outcomes).find(({ entry }) => entry === name)
    if (!found) throw new Error(`No outcome ${name}.`)
    return found
  }

  test('where its report follows from its parts', () => {
    expect(verdictOf(() => {})).toEqual({ status: 'verified' })
  })

  const damages: [string, string, (copy: Draft) => void][] = [
    ['a better score in the report', 'altered-report', ({ report }) => void (report.robust.mean += 1e-6)],
    ['a better score of one outcome', 'altered-report', (copy) => void (outcome(copy, 'pgd-8').foregroundDice = 1)],
    ['an attack passed off as noise', 'altered-outcome', (copy) => void (outcome(copy, 'pgd-8').track = 'noise')],
    ['a volume beyond its bound', 'altered-outcome', (copy) => void (outcome(copy, 'pgd-8').linf = 9 / 255)],
    ['a missing part', 'incomplete-result', ({ parts }) => void (parts as unknown[]).pop()],
    ['a part twice', 'incomplete-result', ({ parts }) => void (parts as unknown[]).push(parts[0])],
    ['a missing outcome', 'incomplete-result', ({ parts }) => void parts[1]?.outcomes.pop()],
    ['no word of its gradient', 'incomplete-result', ({ provenance }) => void delete provenance.reading],
    ['no hash of the engine', 'incomplete-result', ({ provenance }) => void delete provenance.engineHash],
    ['a selection', 'partial-result', (copy) => void (copy.selection = { cases: null, attacks: ['clean'] })],
    ['another suite', 'unknown-suite', ({ provenance }) => void (provenance.suiteHash = '0')],
    ['another version of the dataset', 'other-dataset', ({ provenance }) => void (provenance.datasetHash = '0')],
    ['another model', 'other-model', ({ provenance }) => void (provenance.modelHash = '0')],
  ]
  test.each(damages)('and refused for %s', (_, code, change) => {
    expect(verdictOf(change)).toMatchObject({ status: 'refused', code })
  })
})

describe('a result of the standard suite', () => {
  const suite: SuiteDefinition = suites['standard-1']
  const known = {
    modelHash: '0',
    dataset: { id: 'test', hash: 'd', classNames: ['background', 'organ'], caseKeys: ['a'] },
  }
  const reading = { gradient: 'available' as const, findings: [] }
  const provenance = {
    ...{ modelHash: '0', suiteId: suite.id, suiteHash: suiteHash(suite), datasetId: 'test', datasetHash: 'd' },
    ...{ engineVersion: '0', engineHash: 'e', runtimeVersion: '0', providers: ['cpu'], seed: suite.seed, reading },
  }
  // A volume of 64 values: the radius of an entry at 1/255 is sqrt(64)/255.
  const onRadius = (epsilon: number): Partial<AttackOutcome> => ({
    l2: (8 * epsilon) / 255,
    l2Bound: (8 * epsilon) / 255,
  })

  /** All outcomes at a Dice of 1/2, but where the options say otherwise. */
  function verdictOf({ l2Of = onRadius, blackBox = 0.5, secondRound = false }) {
    const context = { datasetId: 'test', modelHash: '0', gradient: 'available', secondRound } as const
    const entries = applicableEntries(suite, context)
    const parts = partGroups(suite, { ...context, caseIndex: 0 }).map((group): PartResult => {
      const outcomes = entries
        .filter((entry) => entry.group === group)
        .map(({ name, attack, track, epsilon, norm }) => ({
          ...{ entry: name, attack, track, epsilon, dice: [1, 0.5], hd95Mm: [null, 1], nsd: [null, 1] },
          ...{ foregroundDice: track === 'black-box' ? blackBox : 0.5, linf: 0, l2: 0 },
          ...{ losses: [], nonFinite: false, seconds: 0 },
          ...(norm === undefined ? {} : { norm, ...l2Of(epsilon ?? 0) }),
        }))
      const output = { least: -1, greatest: 1, leastSum: 0, greatestSum: 0 }
      const evidence = { output, repeat: { largestDifference: 0, deviation: 1 } }
      return { caseKey: 'a', group, outcomes, ...(group === 'diagnosis' ? { evidence } : {}) }
    })
    const request = { suite, provenance, classNames: known.dataset.classNames, parts, caseOrder: ['a'] }
    return verifyManifest(resultManifest(summarise(request), parts), known)
  }

  test('may reach the radius of an L2 entry', () => {
    expect(verdictOf({})).toEqual({ status: 'verified' })
  })

  test.each([
    ['go beyond it', (epsilon: number) => ({ l2: (8.001 * epsilon) / 255, l2Bound: (8 * epsilon) / 255 })],
    ['leave it out', (epsilon: number) => ({ l2: (8 * epsilon) / 255 })],
  ])('and must not %s', (_, l2Of) => {
    expect(verdictOf({ l2Of })).toMatchObject({ status: 'refused', code: 'altered-outcome' })
  })

  test('has a second round where black-box attacks beat the gradient by more than 0.02, and nowhere else', () => {
    expect(verdictOf({ blackBox: 0.47, secondRound: true })).toEqual({ status: 'verified' })
    const missing = {
      status: 'refused',
      code: 'incomplete-result',
      message: 'It holds no result of square-doubted on a.',
    }
    expect(verdictOf({ blackBox: 0.47 })).toEqual(missing)
    expect(verdictOf({ blackBox: 0.49, secondRound: true })).toMatchObject({ code: 'incomplete-result' })
  })
})
