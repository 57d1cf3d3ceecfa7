import {
  applicableEntries,
  type PartContext,
  partGroups,
  type PartResult,
  type SuiteDefinition,
  suiteHash,
  suites,
  summarise,
} from '@voxproof/engine/suite'
import { expect, test } from 'vitest'
import { secondRoundFlags } from './second-round-flags.ts'

const suite: SuiteDefinition = suites['standard-1']
const classNames = ['background', 'liver']

/** Every attack leaves a Dice of 0.5, those of the black box 0.3, and in a second round 0.2. */
function partsOf(secondRound: boolean): PartResult[] {
  const context: PartContext = { datasetId: 'phantom-ct', modelHash: '0', gradient: 'available', secondRound }
  const evidence = {
    output: { least: -1, greatest: 1, leastSum: 0, greatestSum: 0 },
    repeat: { largestDifference: 0, deviation: 1 },
  }
  return partGroups(suite, { ...context, caseIndex: 0 }).map((group): PartResult => {
    const outcomes = applicableEntries(suite, context)
      .filter((entry) => entry.group === group)
      .map(({ name, attack, track, epsilon, norm }) => ({
        ...{ entry: name, attack, track, epsilon, ...(norm ? { norm } : {}) },
        ...{ dice: [1, 0.5], hd95Mm: [null, null], nsd: [null, null], linf: 0, l2: 0 },
        foregroundDice: name.endsWith('-doubted') ? 0.2 : track === 'black-box' ? 0.3 : 0.5,
        ...{ losses: [], nonFinite: false, seconds: 0 },
      }))
    return { caseKey: 'test-000', group, outcomes, ...(group === 'diagnosis' ? { evidence } : {}) }
  })
}

function reportOf(parts: PartResult[]) {
  const provenance = {
    ...{ modelHash: '0', suiteId: suite.id, suiteHash: suiteHash(suite), datasetId: 'phantom-ct', datasetHash: 'h' },
    ...{ engineVersion: '0.1.0', runtimeVersion: '1.30.0', providers: ['cpu'], seed: suite.seed },
  }
  return summarise({ suite, provenance, classNames, parts, caseOrder: ['test-000'] })
}

test('the figures are those of the first round: 0.5 against 0.3, not the 0.2 that the second found', () => {
  const parts = partsOf(true)
  const flags = secondRoundFlags(reportOf(parts), parts)
  expect(flags).toContainEqual({
    code: 'black-box-beats-white-box',
    message: expect.stringContaining('0.300'),
    evidence: expect.objectContaining({}),
  })
})

test('none without a second round, and none where the suite is another by now', () => {
  const [first, both] = [partsOf(false), partsOf(true)]
  expect(secondRoundFlags(reportOf(first), first)).toEqual([])
  const report = reportOf(both)
  const provenance = { ...report.provenance, suiteHash: 'another' }
  expect(secondRoundFlags({ ...report, provenance }, both)).toEqual([])
})
