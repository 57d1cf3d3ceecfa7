import { evaluation, submission } from '@voxproof/schema/tables'
import { and, asc, eq } from 'drizzle-orm'
import type { Queryable } from '../database.ts'

/**
 * Ends a submission whose evaluations have all ended: `finished` where each has a report, else `failed` with the first
 * failure. Run inside the transaction that ended an evaluation; the lock on the submission orders two that end at once.
 */
export async function settleSubmission(transaction: Queryable, submissionId: string): Promise<void> {
  const [row] = await transaction
    .select({ status: submission.status })
    .from(submission)
    .where(eq(submission.id, submissionId))
    .for('update')
  if (row?.status !== 'evaluating') return
  const evaluations = await transaction
    .select({ status: evaluation.status, failure: evaluation.failure })
    .from(evaluation)
    .where(eq(evaluation.submissionId, submissionId))
    .orderBy(asc(evaluation.createdAt), asc(evaluation.id))
  if (evaluations.some(({ status }) => status === 'queued' || status === 'running')) return
  const unfinished = evaluations.filter(({ status }) => status !== 'finished')
  const failure = unfinished.find((candidate) => candidate.failure !== null)?.failure ?? null
  await transaction
    .update(submission)
    .set({ status: unfinished.length === 0 ? 'finished' : 'failed', failure, finishedAt: new Date() })
    .where(and(eq(submission.id, submissionId), eq(submission.status, 'evaluating')))
}
