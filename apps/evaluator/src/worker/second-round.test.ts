import { applicableEntries, partGroups, type SuiteDefinition, suiteHash, suites } from '@voxproof/engine/suite'
import type { PartResult } from '@voxproof/schema'
import { evaluation, evaluationPart, submission, suite } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFixture, type EvaluatorFixture } from '../test/evaluator-fixture.ts'
import { segmenter } from '../test/models.ts'

const standard: SuiteDefinition = suites['standard-1']
let fixture: EvaluatorFixture

beforeAll(async () => {
  fixture = await createFixture()
})

afterAll(() => fixture.close())

/** A first round in which attacks without the gradient leave a Dice of 0.3 and those with it 0.5. */
function firstRound(): PartResult[] {
  const context = { datasetId: 'phantom-test', modelHash: '0', gradient: 'available' } as const
  const output = { least: -1, greatest: 1, leastSum: 0, greatestSum: 0 }
  const evidence = { output, repeat: { largestDifference: 0, deviation: 1 } }
  return ['test-000', 'test-001'].flatMap((caseKey, caseIndex) =>
    partGroups(standard, { ...context, caseIndex }).map((group): PartResult => {
      const outcomes = applicableEntries(standard, context)
        .filter((entry) => entry.group === group)
        .map(({ name, attack, track, epsilon }) => ({
          ...{ entry: name, attack, track, epsilon, dice: [1], hd95Mm: [null], nsd: [null], linf: 0, l2: 0 },
          ...{ foregroundDice: track === 'black-box' ? 0.3 : 0.5, losses: [], nonFinite: false, seconds: 0 },
        }))
      return { caseKey, group, outcomes, ...(group === 'diagnosis' ? { evidence } : {}) }
    }),
  )
}

it('runs what is stronger once more where the outcomes doubt the gradient, then reports', {
  timeout: 60_000,
}, async () => {
  const { database, datasetHash, send, classCount } = fixture
  const submissionId = await fixture.submit(segmenter({ classes: classCount }))
  await database.update(submission).set({ status: 'evaluating' }).where(eq(submission.id, submissionId))
  const board = { datasetId: 'phantom-test', datasetHash, suiteId: standard.id, suiteHash: suiteHash(standard) }
  await database.insert(suite).values({ id: standard.id, hash: board.suiteHash, definition: standard })
  const [row] = await database
    .insert(evaluation)
    .values({ submissionId, ...board })
    .returning()
  if (row === undefined) throw new Error('no evaluation')
  const parts = firstRound()
  await database.insert(evaluationPart).values(
    parts.map((result, position) => ({
      ...{ evaluationId: row.id, caseKey: result.caseKey, group: result.group, position, result },
      status: 'finished' as const,
    })),
  )
  await send.aggregateEvaluation([{ evaluationId: row.id }])
  const evaluator = await fixture.start()
  const found = async () => (await database.select().from(evaluation).where(eq(evaluation.id, row.id)))[0]
  await expect.poll(async () => (await found())?.status, { timeout: 50_000, interval: 200 }).toBe('finished')
  const added = (await database.select().from(evaluationPart)).filter(({ position }) => position >= parts.length)
  expect(added.map(({ caseKey, group }) => `${group} on ${caseKey}`).sort()).toEqual([
    'square-doubted on test-000',
    'square-doubted on test-001',
  ])
  expect(added.flatMap(({ result }) => result?.outcomes.map(({ entry }) => entry))).toEqual(
    Array.from({ length: 2 }, () => 'square-8-doubted'),
  )
  const report = (await found())?.report
  expect(report?.entries.map(({ entry }) => entry)).toContain('square-8-doubted')
  expect(report?.flags.map(({ code }) => code)).toContain('black-box-beats-white-box')
  expect(await evaluator.end('SIGTERM')).toBe(0)
})
