import { type Failure, queues, type Visibility } from '@voxproof/schema'
import { evaluation, evaluationPart, submission } from '@voxproof/schema/tables'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../database/index.ts'
import { dropJobs, type JobSender, sendOnce } from '../../queue/index.ts'
import { countedSince } from './quota.store.ts'
import type { SubmissionInput } from './submission-input.ts'
import type { SubmissionRow } from './submissions.store.ts'

/** What became of the wish to create a submission. */
export type CreationOutcome = { readonly row: SubmissionRow } | { readonly resetsAt: Date }

const dayMilliseconds = 24 * 3600 * 1000

/**
 * Creates a submission within the owner's quota. The same idempotency key gives the earlier row. Creations of one
 * owner wait for each other, so that two at once cannot both take the last place.
 */
export function createSubmission(
  db: Database,
  { ownerId, input, limit, now }: { ownerId: string; input: SubmissionInput; limit: number; now: Date },
): Promise<CreationOutcome> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('submissions of'), hashtext(${ownerId}))`)
    const earlier = await earlierWithKey(tx, ownerId, input.idempotencyKey)
    if (earlier !== undefined) return { row: earlier }
    const counted = await countedSince(tx, ownerId, new Date(now.getTime() - dayMilliseconds))
    const blocking = counted.at(-limit)
    if (blocking !== undefined) return { resetsAt: new Date(blocking.getTime() + dayMilliseconds) }
    const { datasets, ...columns } = input
    const [row] = await tx
      .insert(submission)
      .values({ ...columns, datasetIds: datasets, ownerId })
      .returning()
    if (row === undefined) throw new Error('The insert of a submission returned no row.')
    return { row }
  })
}

/** Calls an open submission off, with its evaluations, parts and waiting jobs. Undefined where it is not open. */
export function cancelSubmission(
  db: Database,
  { boss, id, now }: { boss: JobSender; id: string; now: Date },
): Promise<SubmissionRow | undefined> {
  return db.transaction(async (tx) => {
    const end = { status: 'cancelled', finishedAt: now } as const
    const [row] = await tx
      .update(submission)
      .set(end)
      .where(and(eq(submission.id, id), inArray(submission.status, ['awaiting-upload', 'validating', 'evaluating'])))
      .returning()
    if (row === undefined) return undefined
    const evaluations = await tx
      .update(evaluation)
      .set(end)
      .where(and(eq(evaluation.submissionId, id), inArray(evaluation.status, ['queued', 'running'])))
      .returning({ id: evaluation.id })
    const evaluationIds = evaluations.map((one) => one.id)
    const parts = await tx
      .update(evaluationPart)
      .set(end)
      .where(
        and(inArray(evaluationPart.evaluationId, evaluationIds), inArray(evaluationPart.status, ['queued', 'running'])),
      )
      .returning({ id: evaluationPart.id })
    await dropJobs({ boss, tx, queue: queues.validateModel, keys: [id] })
    await dropJobs({ boss, tx, queue: queues.evaluatePart, keys: parts.map((part) => part.id) })
    await dropJobs({ boss, tx, queue: queues.aggregateEvaluation, keys: evaluationIds })
    return row
  })
}

/**
 * Queues a failed submission again: its failed evaluations go on with the parts that have no result; one that was
 * never evaluated is validated anew. Undefined where it has not failed in a way that a retry can help.
 */
export function retrySubmission(
  db: Database,
  { boss, id }: { boss: JobSender; id: string },
): Promise<SubmissionRow | undefined> {
  return db.transaction(async (tx) => {
    const [before] = await tx.select().from(submission).where(eq(submission.id, id)).for('update')
    if (before?.status !== 'failed' || !canRetry(before.failure)) return undefined
    const evaluations = await tx
      .update(evaluation)
      .set({ status: 'queued', failure: null, finishedAt: null })
      .where(and(eq(evaluation.submissionId, id), inArray(evaluation.status, ['failed', 'cancelled'])))
      .returning({ id: evaluation.id })
    const [any] = await tx
      .select({ id: evaluation.id })
      .from(evaluation)
      .where(eq(evaluation.submissionId, id))
      .limit(1)
    for (const one of evaluations) await requeueParts(tx, boss, one.id)
    if (any === undefined) {
      await sendOnce({ boss, tx, queue: queues.validateModel, payload: { submissionId: id }, key: id })
    }
    const [row] = await tx
      .update(submission)
      .set({
        status: any === undefined ? 'validating' : 'evaluating',
        failure: null,
        finishedAt: null,
        attempts: sql`${submission.attempts} + 1`,
      })
      .where(eq(submission.id, id))
      .returning()
    return row
  })
}

/** Sets who may see the submission, and has the boards that it stands on ranked anew. */
export function changeVisibility(
  db: Database,
  { boss, id, visibility }: { boss: JobSender; id: string; visibility: Visibility },
): Promise<SubmissionRow | undefined> {
  return db.transaction(async (tx) => {
    const [row] = await tx.update(submission).set({ visibility }).where(eq(submission.id, id)).returning()
    const evaluations = await tx
      .select({ id: evaluation.id })
      .from(evaluation)
      .where(and(eq(evaluation.submissionId, id), eq(evaluation.status, 'finished')))
    for (const one of evaluations) {
      const payload = { evaluationId: one.id }
      await sendOnce({ boss, tx, queue: queues.aggregateEvaluation, payload, key: one.id })
    }
    return row
  })
}

function canRetry(failure: Failure | null): boolean {
  return failure === null || failure.canRetry
}

async function requeueParts(tx: Transaction, boss: JobSender, evaluationId: string): Promise<void> {
  const parts = await tx
    .update(evaluationPart)
    .set({ status: 'queued', progress: 0, attempts: 0, startedAt: null, finishedAt: null })
    .where(and(eq(evaluationPart.evaluationId, evaluationId), isNull(evaluationPart.result)))
    .returning({ id: evaluationPart.id })
  for (const part of parts) {
    await sendOnce({ boss, tx, queue: queues.evaluatePart, payload: { partId: part.id }, key: part.id })
  }
  if (parts.length === 0) {
    const payload = { evaluationId }
    await sendOnce({ boss, tx, queue: queues.aggregateEvaluation, payload, key: evaluationId })
  }
}

async function earlierWithKey(
  tx: Transaction,
  ownerId: string,
  key: string | undefined,
): Promise<SubmissionRow | undefined> {
  if (key === undefined) return undefined
  const [row] = await tx
    .select()
    .from(submission)
    .where(and(eq(submission.ownerId, ownerId), eq(submission.idempotencyKey, key)))
  return row
}
