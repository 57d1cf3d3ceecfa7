import { evaluation, evaluationPart, submission } from '@voxproof/schema/tables'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendOnce } from '../../queue/index.ts'
import type { Client } from '../../testing/client.ts'
import { finishEvaluation } from '../../testing/finished-evaluation.store.ts'
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts'
import { openQueue } from '../../queue/index.ts'

let gateway: TestGateway
let ada: Client
let suite: { id: string; hash: string }

beforeAll(async () => {
  gateway = await startTestGateway({ dailySubmissionLimit: 20 })
  ada = gateway.client()
  await ada.signUp('Ada')
  const { suites } = await ada.query<{ suites: { slug: string; hash: string }[] }>('{ suites { slug hash } }')
  suite = { id: suites[0]?.slug ?? '', hash: suites[0]?.hash ?? '' }
})

afterAll(() => gateway.stop())

/** A submission at work: one part finished, one running, one queued, the last two with their jobs. */
async function evaluating(): Promise<{ id: string; evaluationId: string; partIds: string[] }> {
  const id = await ada.createSubmission()
  const { db } = gateway
  await db.update(submission).set({ status: 'evaluating', uploadedAt: new Date() }).where(eq(submission.id, id))
  const [row] = await db
    .insert(evaluation)
    .values({
      ...{ submissionId: id, datasetId: 'phantom-ct', datasetHash: 'a'.repeat(64) },
      ...{ suiteId: suite.id, suiteHash: suite.hash, status: 'running' },
    })
    .returning()
  const evaluationId = row?.id ?? ''
  const result = { caseKey: 'case-1', group: 'clean', outcomes: [] }
  const parts = await db
    .insert(evaluationPart)
    .values([
      {
        evaluationId,
        caseKey: 'case-1',
        group: 'clean',
        position: 0,
        status: 'finished',
        result,
        startedAt: new Date(),
      },
      {
        evaluationId,
        caseKey: 'case-1',
        group: 'fgsm',
        position: 1,
        status: 'running',
        progress: 0.5,
        startedAt: new Date(),
      },
      { evaluationId, caseKey: 'case-2', group: 'clean', position: 2 },
    ])
    .returning({ id: evaluationPart.id })
  const partIds = parts.map((part) => part.id)
  const boss = await openQueue(gateway.environment.databaseUrl)
  await db.transaction(async (tx) => {
    for (const partId of partIds.slice(1)) {
      await sendOnce({ boss, tx, queue: 'evaluate-part', payload: { partId }, key: partId })
    }
  })
  await boss.stop({ graceful: false })
  return { id, evaluationId, partIds }
}

async function openJobKeys(queue: string): Promise<string[]> {
  const { rows } = await gateway.db.execute<{ singleton_key: string }>(
    sql`select singleton_key from pgboss.job where name = ${queue} and state = 'created'`,
  )
  return rows.map((row) => row.singleton_key).toSorted()
}

async function partStates(evaluationId: string): Promise<string[]> {
  const rows = await gateway.db
    .select({ status: evaluationPart.status })
    .from(evaluationPart)
    .where(eq(evaluationPart.evaluationId, evaluationId))
    .orderBy(evaluationPart.position)
  return rows.map((row) => row.status)
}

test('progress counts finished parts whole and running ones by their share', async () => {
  const { id } = await evaluating()
  const { submission: shown } = await ada.query<{ submission: unknown }>(
    `{ submission(id: "${id}") { queuePosition progress { finishedParts totalParts fraction } } }`,
  )
  expect(shown).toEqual({ queuePosition: null, progress: { finishedParts: 1, totalParts: 3, fraction: 0.5 } })
})

test('cancelling ends what is open, keeps what is finished, and drops the waiting jobs', async () => {
  const { id, evaluationId, partIds } = await evaluating()
  await ada.query(`mutation { cancelSubmission(input: { id: "${id}" }) { __typename } }`)
  const [row] = await gateway.db.select().from(submission).where(eq(submission.id, id))
  expect(row).toMatchObject({ status: 'cancelled', finishedAt: expect.any(Date) })
  expect(await partStates(evaluationId)).toEqual(['finished', 'cancelled', 'cancelled'])
  const open = await openJobKeys('evaluate-part')
  expect(open.filter((key) => partIds.includes(key))).toEqual([])
})

test('a cancelled submission that was evaluated keeps its place in the quota', async () => {
  const before = await left()
  const { id } = await evaluating()
  await ada.query(`mutation { cancelSubmission(input: { id: "${id}" }) { __typename } }`)
  expect(await left()).toBe(before - 1)
})

test('retrying queues the parts without a result once, and keeps the others', async () => {
  const { id, evaluationId, partIds } = await evaluating()
  const failure = { code: 'worker-lost', message: 'The worker went away.', canRetry: true } as const
  await gateway.db.update(submission).set({ status: 'failed', failure }).where(eq(submission.id, id))
  await gateway.db.update(evaluation).set({ status: 'failed', failure }).where(eq(evaluation.id, evaluationId))
  const retry = `mutation { retrySubmission(input: { id: "${id}" }) { ... on SubmissionRetried { submission { status failure { code } } } } }`
  const { retrySubmission } = await ada.query<{ retrySubmission: unknown }>(retry)
  expect(retrySubmission).toEqual({ submission: { status: 'EVALUATING', failure: null } })
  expect(await partStates(evaluationId)).toEqual(['finished', 'queued', 'queued'])
  const open = await openJobKeys('evaluate-part')
  expect(open.filter((key) => partIds.includes(key))).toEqual(partIds.slice(1).toSorted())
})

test('a change of visibility has the board ranked anew', async () => {
  const id = await ada.createSubmission()
  const evaluationId = await finishEvaluation(gateway.db, suite, {
    ...{ id, family: 'convolutional', rank: 1, clean: 0.9, robust: 0.5, parameters: 10 },
  })
  await ada.query(`mutation { changeVisibility(input: { id: "${id}", visibility: PRIVATE }) { __typename } }`)
  expect(await openJobKeys('aggregate-evaluation')).toContain(evaluationId)
})

async function left(): Promise<number> {
  const { viewer } = await ada.query<{ viewer: { submissionsLeftToday: number } }>(
    '{ viewer { submissionsLeftToday } }',
  )
  return viewer.submissionsLeftToday
}
