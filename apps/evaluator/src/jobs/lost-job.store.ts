import type { Failure } from '@voxproof/schema'
import { evaluation, evaluationPart, submission } from '@voxproof/schema/tables'
import { and, eq, inArray } from 'drizzle-orm'
import type { Database, Queryable } from '../database.ts'
import { settleSubmission } from './settle-submission.store.ts'

/** Ends a validation that could not be brought to an end; does nothing to a submission that is past it. */
export async function failValidation(database: Queryable, submissionId: string, failure: Failure): Promise<void> {
  await database
    .update(submission)
    .set({ status: 'failed', failure, finishedAt: new Date() })
    .where(and(eq(submission.id, submissionId), eq(submission.status, 'validating')))
}

/** Ends the evaluation that a part belongs to, with the parts that are still open, and settles the submission. */
export async function failEvaluationOfPart(database: Database, partId: string, failure: Failure): Promise<void> {
  const [row] = await database
    .select({ evaluationId: evaluationPart.evaluationId })
    .from(evaluationPart)
    .where(eq(evaluationPart.id, partId))
  if (row !== undefined) await failEvaluationById(database, row.evaluationId, failure)
}

/** Ends an open evaluation without a report, and settles its submission; does nothing to one that has ended. */
export async function failEvaluationById(database: Database, evaluationId: string, failure: Failure): Promise<void> {
  await database.transaction(async (transaction) => {
    const [failed] = await transaction
      .update(evaluation)
      .set({ status: 'failed', failure, finishedAt: new Date() })
      .where(and(eq(evaluation.id, evaluationId), inArray(evaluation.status, ['queued', 'running'])))
      .returning({ submissionId: evaluation.submissionId })
    if (failed === undefined) return
    await transaction
      .update(evaluationPart)
      .set({ status: 'failed', finishedAt: new Date() })
      .where(and(eq(evaluationPart.evaluationId, evaluationId), inArray(evaluationPart.status, ['queued', 'running'])))
    await settleSubmission(transaction, failed.submissionId)
  })
}
