import { canonicalJson, type ResultManifest, suites, timed } from '@voxproof/engine/suite'
import { queues } from '@voxproof/schema'
import { evaluation, evaluationPart, submission, suite } from '@voxproof/schema/tables'
import { and, eq } from 'drizzle-orm'
import type { Database, Transaction } from '../database/index.ts'
import { type JobSender, sendOnce } from '../queue/index.ts'

/** Which evaluation a manifest is of: at most one exists. */
interface Place {
  readonly submissionId: string
  readonly manifest: ResultManifest
}

/**
 * Writes a verified result as a finished evaluation with its parts, in place of an older imported one, and has the board
 * ranked that it stands on, all in one transaction. Does nothing and returns false where this very result stands, or one
 * that was computed here.
 */
export function importEvaluation(db: Database, { boss, ...place }: Place & { boss: JobSender }): Promise<boolean> {
  const { submissionId, manifest } = place
  const { provenance, report } = manifest
  return db.transaction(async (tx) => {
    const [owner] = await tx.select().from(submission).where(eq(submission.id, submissionId)).for('update')
    const before = await placed(tx, place)
    if (before !== undefined && (before.origin === 'computed' || isSame(before.report, manifest))) return false
    if (before !== undefined) await tx.delete(evaluation).where(eq(evaluation.id, before.id))
    const definition = Object.values(suites).find(({ id }) => id === provenance.suiteId)
    await tx
      .insert(suite)
      .values({ id: provenance.suiteId, hash: provenance.suiteHash, definition })
      .onConflictDoNothing()
    const now = new Date()
    const { datasetId, datasetHash, suiteId, suiteHash } = provenance
    const [row] = await tx
      .insert(evaluation)
      .values({
        ...{ submissionId, datasetId, datasetHash, suiteId, suiteHash },
        ...{ status: 'finished', origin: 'imported', report, startedAt: now, finishedAt: now },
      })
      .returning({ id: evaluation.id })
    if (row === undefined) throw new Error('The insert of an evaluation returned no row.')
    await tx.insert(evaluationPart).values(
      manifest.parts.map((part, position) => ({
        ...{ evaluationId: row.id, caseKey: part.caseKey, group: part.group, position, result: timed(part) },
        ...{ status: 'finished' as const, progress: 1, startedAt: now, finishedAt: now },
      })),
    )
    // Before its file is accepted a submission is on no board; its acceptance has the board ranked.
    if (owner?.status === 'evaluating' || owner?.status === 'finished') {
      const payload = { evaluationId: row.id }
      await sendOnce({ boss, tx, queue: queues.aggregateEvaluation, payload, key: row.id })
    }
    return true
  })
}

async function placed(tx: Transaction, { submissionId, manifest: { provenance } }: Place) {
  const [row] = await tx
    .select()
    .from(evaluation)
    .where(
      and(
        eq(evaluation.submissionId, submissionId),
        eq(evaluation.datasetId, provenance.datasetId),
        eq(evaluation.suiteId, provenance.suiteId),
      ),
    )
    .for('update')
  return row
}

function isSame(report: unknown, manifest: ResultManifest): boolean {
  return canonicalJson(report) === canonicalJson(manifest.report)
}
