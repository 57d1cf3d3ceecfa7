import {
  applicableEntries,
  type EvaluationReport,
  partGroups,
  type PartResult,
  suites,
  summarise,
} from '@voxproof/engine/suite'
import { expect, test } from 'vitest'
import { planEvaluation, secondRoundParts } from './plan-evaluation.ts'

const suite = suites['standard-1']
const context = { datasetId: 'test', modelHash: '0', gradient: 'available' } as const

/** Of outcomes that all leave a Dice of 1/2, but for the black-box ones. */
function reportOf(blackBox: number): EvaluationReport {
  const parts = partGroups(suite, { ...context, caseIndex: 1 }).map((group): PartResult => {
    const outcomes = applicableEntries(suite, context)
      .filter((entry) => entry.group === group)
      .map(({ name, attack, track, epsilon }) => ({
        ...{ entry: name, attack, track, epsilon, dice: [1], hd95Mm: [null], nsd: [null], linf: 0, l2: 0 },
        ...{ foregroundDice: track === 'black-box' ? blackBox : 0.5, losses: [], nonFinite: false, seconds: 0 },
      }))
    return { caseKey: 'a', group, outcomes }
  })
  const provenance = {
    ...{ modelHash: '0', suiteId: suite.id, suiteHash: '0', datasetId: 'test', datasetHash: '0', seed: suite.seed },
    ...{ engineVersion: '0', runtimeVersion: '0', providers: ['cpu'] },
  }
  return summarise({ suite, provenance, classNames: ['background'], parts, caseOrder: ['a'] })
}

test('a second round has the stronger parts of every case, and none where nothing is doubted', () => {
  const plan = planEvaluation({ suite, caseKeys: ['a', 'b'], context })
  expect(plan.parts.filter(({ group }) => group.endsWith('-doubted'))).toEqual([])
  expect(secondRoundParts(plan, context, reportOf(0.5))).toEqual([])
  expect(secondRoundParts(plan, context, reportOf(0.3))).toEqual(
    ['a', 'b'].map((caseKey) => ({ caseKey, group: 'square-doubted', entries: ['square-8-doubted'] })),
  )
})
