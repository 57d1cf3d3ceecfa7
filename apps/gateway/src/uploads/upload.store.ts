import { queues, type Rejection } from '@voxproof/schema'
import { modelFile, submission } from '@voxproof/schema/tables'
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '../database/index.ts'
import { type JobSender, sendOnce } from '../queue/index.ts'

export type UploadRow = typeof submission.$inferSelect

/** The owner's submission if it still waits for its file. */
export async function awaitingUpload(
  db: Database,
  { id, ownerId }: { id: string; ownerId: string },
): Promise<UploadRow | undefined> {
  const [row] = await db
    .select()
    .from(submission)
    .where(and(isAwaiting(id), eq(submission.ownerId, ownerId)))
  return row
}

/** The submission that an upload belongs to. */
export async function submissionOfUpload(db: Database, uploadId: string): Promise<UploadRow | undefined> {
  const [row] = await db.select().from(submission).where(eq(submission.uploadId, uploadId))
  return row
}

/** Binds an upload to the submission; false where it no longer waits for one. */
export async function bindUpload(
  db: Database,
  { id, uploadId, fileName }: { id: string; uploadId: string; fileName: string },
): Promise<boolean> {
  const rows = await db.update(submission).set({ uploadId, fileName }).where(isAwaiting(id)).returning()
  return rows.length > 0
}

/** Ends a submission that waits for its file with a reason. */
export async function rejectUpload(
  db: Database,
  { id, rejection, now }: { id: string; rejection: Rejection; now: Date },
): Promise<void> {
  await db.update(submission).set({ status: 'rejected', rejection, finishedAt: now }).where(isAwaiting(id))
}

/**
 * Records the complete file and queues its validation, all or nothing. Does nothing where the submission waits no
 * longer, so a repetition is harmless.
 */
export async function recordFile(
  db: Database,
  { boss, id, hash, sizeBytes, now }: { boss: JobSender; id: string; hash: string; sizeBytes: number; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(modelFile).values({ hash, sizeBytes }).onConflictDoNothing()
    const rows = await tx
      .update(submission)
      .set({ modelHash: hash, status: 'validating', uploadedAt: now })
      .where(isAwaiting(id))
      .returning({ isBaseline: submission.isBaseline })
    const [row] = rows
    if (row === undefined) return
    // People do not wait for the product's own baselines.
    const priority = row.isBaseline ? 0 : 1
    await sendOnce({ boss, tx, queue: queues.validateModel, payload: { submissionId: id }, key: id, priority })
  })
}

/** Uploads that have begun and are not recorded as complete. */
export function unrecordedUploads(db: Database): Promise<UploadRow[]> {
  return db
    .select()
    .from(submission)
    .where(and(eq(submission.status, 'awaiting-upload'), isNotNull(submission.uploadId)))
}

/**
 * Mends submissions that are being validated: one without any job gets one, one whose job was given up ends as failed
 * in a way that a retry can help.
 */
export async function mendValidation(db: Database, boss: JobSender, now: Date): Promise<void> {
  const rows = await db.select({ id: submission.id }).from(submission).where(eq(submission.status, 'validating'))
  for (const { id } of rows) {
    const jobs = await boss.findJobs(queues.validateModel, { key: id })
    if (jobs.some((job) => job.state !== 'failed')) continue
    await db.transaction(async (tx) => {
      const [row] = await tx.select().from(submission).where(isValidating(id)).for('update')
      if (row === undefined) return
      if (jobs.length > 0) await tx.update(submission).set(lostWorker(now)).where(isValidating(id))
      else await sendOnce({ boss, tx, queue: queues.validateModel, payload: { submissionId: id }, key: id })
    })
  }
}

function lostWorker(now: Date) {
  const message = 'The check of the file was begun three times and never ended. Try again; if it stays so, tell us.'
  return { status: 'failed', failure: { code: 'worker-lost', message, canRetry: true }, finishedAt: now } as const
}

function isValidating(id: string) {
  return and(eq(submission.id, id), eq(submission.status, 'validating'))
}

function isAwaiting(id: string) {
  return and(eq(submission.id, id), eq(submission.status, 'awaiting-upload'))
}
