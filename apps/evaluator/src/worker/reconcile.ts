import type { EvaluatorContext } from '../context.ts'
import { closeCancelled, pendingWork } from './reconcile.store.ts'

/**
 * Brings the queue in line with Postgres, which is the truth: a job is sent for whatever is to be done. A job that is
 * still open swallows its double, so that this can run at any time, in any number of workers.
 */
export async function reconcile({ database, send }: EvaluatorContext): Promise<void> {
  await closeCancelled(database)
  const { submissionIds, partIds, evaluationIds } = await pendingWork(database)
  await send.validateModel(submissionIds.map((submissionId) => ({ submissionId })))
  await send.evaluatePart(partIds.map((partId) => ({ partId })))
  await send.aggregateEvaluation(evaluationIds.map((evaluationId) => ({ evaluationId })))
}
