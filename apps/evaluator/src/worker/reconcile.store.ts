import { evaluation, evaluationPart, ranking, submission, suite } from '@voxproof/schema/tables'
import { and, asc, eq, inArray, isNull, notExists } from 'drizzle-orm'
import type { Queryable } from '../database.ts'

/** Work that Postgres says is to be done, whatever the queue knows of it. */
export interface PendingWork {
  readonly submissionIds: readonly string[]
  readonly partIds: readonly string[]
  readonly evaluationIds: readonly string[]
}

const open = ['queued', 'running'] as const

/**
 * Submissions that wait for validation, parts that wait for a result, evaluations that wait for their report or for a
 * board that an earlier version ranked.
 */
export async function pendingWork(database: Queryable): Promise<PendingWork> {
  const submissions = await database
    .select({ id: submission.id })
    .from(submission)
    .where(eq(submission.status, 'validating'))
    .orderBy(asc(submission.createdAt))
  const parts = await database
    .select({ id: evaluationPart.id })
    .from(evaluationPart)
    .innerJoin(evaluation, eq(evaluation.id, evaluationPart.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(
      and(
        isNull(evaluationPart.result),
        inArray(evaluationPart.status, [...open]),
        inArray(evaluation.status, [...open]),
        eq(submission.status, 'evaluating'),
      ),
    )
    .orderBy(asc(evaluation.createdAt), asc(evaluationPart.position))
  const openParts = database
    .select({ id: evaluationPart.id })
    .from(evaluationPart)
    .where(and(eq(evaluationPart.evaluationId, evaluation.id), isNull(evaluationPart.result)))
  const complete = await database
    .select({ id: evaluation.id })
    .from(evaluation)
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(and(inArray(evaluation.status, [...open]), eq(submission.status, 'evaluating'), notExists(openParts)))
  return {
    submissionIds: submissions.map(({ id }) => id),
    partIds: parts.map(({ id }) => id),
    evaluationIds: [...complete, ...(await outdatedBoards(database))].map(({ id }) => id),
  }
}

/** One evaluation of each board whose ranks lack what this version publishes. */
function outdatedBoards(database: Queryable): Promise<{ id: string }[]> {
  return database
    .selectDistinctOn([ranking.datasetId, ranking.suiteId], { id: ranking.evaluationId })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(suite, and(eq(suite.id, ranking.suiteId), eq(suite.hash, evaluation.suiteHash)))
    .where(isNull(ranking.rankThenAggregate))
}

/** Ends the evaluations and parts of submissions that were cancelled. */
export async function closeCancelled(database: Queryable): Promise<void> {
  const cancelled = database.select({ id: submission.id }).from(submission).where(eq(submission.status, 'cancelled'))
  const closed = await database
    .update(evaluation)
    .set({ status: 'cancelled', finishedAt: new Date() })
    .where(and(inArray(evaluation.status, [...open]), inArray(evaluation.submissionId, cancelled)))
    .returning({ id: evaluation.id })
  if (closed.length === 0) return
  await database
    .update(evaluationPart)
    .set({ status: 'cancelled', finishedAt: new Date() })
    .where(
      and(
        inArray(evaluationPart.status, [...open]),
        inArray(
          evaluationPart.evaluationId,
          closed.map(({ id }) => id),
        ),
      ),
    )
}
