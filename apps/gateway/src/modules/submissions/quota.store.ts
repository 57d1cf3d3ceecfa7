import { evaluation, submission } from '@voxproof/schema/tables'
import { and, asc, count, eq, gt, inArray, not, notInArray, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../database/index.ts'
import { onBoards } from '../../visibility/index.ts'

/**
 * When the submissions that count against the owner's quota were created, oldest first. Rejected and failed ones do
 * not count, nor cancelled ones that were never evaluated, nor this instance's own baselines.
 */
export async function countedSince(db: Database | Transaction, ownerId: string, since: Date): Promise<Date[]> {
  const evaluated = sql`exists (select 1 from ${evaluation} where ${evaluation.submissionId} = ${submission.id})`
  const counts = or(
    notInArray(submission.status, ['rejected', 'failed', 'cancelled']),
    and(eq(submission.status, 'cancelled'), evaluated),
  )
  const rows = await db
    .select({ createdAt: submission.createdAt })
    .from(submission)
    .where(and(eq(submission.ownerId, ownerId), gt(submission.createdAt, since), not(submission.isBaseline), counts))
    .orderBy(asc(submission.createdAt))
  return rows.map((row) => row.createdAt)
}

/** How many models stand on the boards of these datasets; no row for a dataset with none. */
export function sharedCounts(db: Database, datasetIds: readonly string[]) {
  return db
    .select({ datasetId: evaluation.datasetId, total: count(sql`distinct ${submission.id}`) })
    .from(evaluation)
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(and(inArray(evaluation.datasetId, [...datasetIds]), eq(evaluation.status, 'finished'), onBoards()))
    .groupBy(evaluation.datasetId)
}
