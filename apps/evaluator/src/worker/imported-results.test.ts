import { partGroups, type PartResult, suiteHash, summarise, suites } from '@voxproof/engine/suite'
import { dataset, evaluation, evaluationPart, ranking, submission, suite } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFixture, type EvaluatorFixture } from '../test/evaluator-fixture.ts'
import { segmenter } from '../test/models.ts'

const quick = suites['quick-1']
let fixture: EvaluatorFixture

beforeAll(async () => {
  fixture = await createFixture()
})

afterAll(() => fixture.close())

/** Writes the finished evaluation that an import leaves behind: each entry at half the clean Dice of 0.8. */
async function importResult(submissionId: string, modelHash: string): Promise<void> {
  const [row] = await fixture.database.select().from(dataset)
  if (row === undefined) throw new Error('no dataset')
  const [datasetId, datasetHash, caseKeys] = [row.id, row.hash, ['test-000', 'test-001']]
  const [suiteId, suiteHashed] = [quick.id, suiteHash(quick)]
  const parts = caseKeys.flatMap((caseKey) =>
    partGroups(quick).map((group): PartResult => {
      const entries = quick.entries.filter((entry) => entry.group === group)
      const outcomes = entries.map(({ name, attack, track, epsilon }) => {
        const foregroundDice = track === 'clean' ? 0.8 : 0.4
        const metrics = { dice: [1, foregroundDice], hd95Mm: [null, 1], nsd: [null, 1], foregroundDice }
        const distances = { linf: 0, l2: 0, losses: [], nonFinite: false, seconds: 0 }
        return { entry: name, attack, track, epsilon, ...metrics, ...distances }
      })
      return { caseKey, group, outcomes }
    }),
  )
  const provenance = {
    ...{ modelHash, suiteId, suiteHash: suiteHashed, datasetId, datasetHash, seed: quick.seed },
    ...{ engineVersion: '0.1.0', runtimeVersion: '1.30.0', providers: ['cpu'] },
  }
  const report = summarise({
    ...{ suite: quick, provenance, parts, caseOrder: caseKeys },
    classNames: ['background', 'organ'],
  })
  await fixture.database.insert(suite).values({ id: suiteId, hash: suiteHashed, definition: quick })
  await fixture.database.insert(evaluation).values({
    ...{ submissionId, datasetId, datasetHash, suiteId, suiteHash: suiteHashed },
    ...{ status: 'finished', origin: 'imported', report },
  })
}

it('checks the file of an imported result, attacks nothing, and ranks it', { timeout: 60_000 }, async () => {
  const { database, classCount } = fixture
  const evaluator = await fixture.start()
  const id = await fixture.submit(segmenter({ classes: classCount }), { isImported: true, before: importResult })
  const row = async () => (await database.select().from(submission).where(eq(submission.id, id)))[0]
  await expect.poll(async () => (await row())?.status, { timeout: 50_000, interval: 100 }).toBe('finished')
  expect(await database.select().from(evaluationPart)).toEqual([])
  const ranks = async () =>
    (await database.select().from(ranking)).map(({ scope, rank, robustDice }) => [scope, rank, robustDice])
  await expect.poll(ranks).toEqual([
    ['all', 1, 0.4],
    ['convolutional', 1, 0.4],
  ])
  expect(await evaluator.end('SIGTERM')).toBe(0)
})
