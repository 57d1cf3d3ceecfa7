import {
  type GradientReading,
  gradientReadingSchema,
  type Inspection,
  inspectionSchema,
  type PartResult,
  partResultSchema,
} from '@voxproof/schema'
import { evaluation, evaluationPart, modelFile, submission } from '@voxproof/schema/tables'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Queryable } from '../database.ts'

/** A part with what is needed to run it. */
export interface OpenPart {
  readonly id: string
  readonly caseKey: string
  readonly group: string
  readonly evaluationId: string
  readonly datasetId: string
  readonly datasetHash: string
  readonly suiteId: string
  readonly suiteHash: string
  readonly submissionId: string
  readonly isBaseline: boolean
  readonly modelHash: string
  /** What validation read from the file. */
  readonly inspection: Inspection | null
  /** What it told of the gradient at the dataset's window. */
  readonly reading: GradientReading | undefined
}

const open = ['queued', 'running'] as const

/**
 * Marks the part as running and counts the attempt. Undefined where there is nothing to run: a result stands, or the
 * part, its evaluation or its submission has ended.
 */
export async function beginPart(database: Database, partId: string): Promise<OpenPart | undefined> {
  return database.transaction(async (transaction) => {
    const part = await openPart(transaction, partId)
    if (part === undefined) return undefined
    const startedAt = sql`coalesce(started_at, now())`
    await transaction
      .update(evaluationPart)
      .set({ status: 'running', progress: 0, attempts: sql`${evaluationPart.attempts} + 1`, startedAt })
      .where(eq(evaluationPart.id, partId))
    await transaction
      .update(evaluation)
      .set({ status: 'running', startedAt })
      .where(and(eq(evaluation.id, part.evaluationId), eq(evaluation.status, 'queued')))
    return part
  })
}

async function openPart(database: Queryable, partId: string): Promise<OpenPart | undefined> {
  const [row] = await database
    .select({
      id: evaluationPart.id,
      caseKey: evaluationPart.caseKey,
      group: evaluationPart.group,
      evaluationId: evaluation.id,
      datasetId: evaluation.datasetId,
      datasetHash: evaluation.datasetHash,
      suiteId: evaluation.suiteId,
      suiteHash: evaluation.suiteHash,
      submissionId: submission.id,
      isBaseline: submission.isBaseline,
      modelHash: submission.modelHash,
      inspection: modelFile.inspection,
      reading: evaluation.reading,
    })
    .from(evaluationPart)
    .innerJoin(evaluation, eq(evaluation.id, evaluationPart.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .innerJoin(modelFile, eq(modelFile.hash, submission.modelHash))
    .where(
      and(
        eq(evaluationPart.id, partId),
        isNull(evaluationPart.result),
        inArray(evaluationPart.status, [...open]),
        inArray(evaluation.status, [...open]),
        eq(submission.status, 'evaluating'),
      ),
    )
  if (row === undefined || row.modelHash === null) return undefined
  const inspection = inspectionSchema.nullable().parse(row.inspection)
  // Evaluations that an earlier version opened have none of their own.
  const reading = gradientReadingSchema.nullable().parse(row.reading) ?? inspection?.reading
  return { ...row, modelHash: row.modelHash, inspection, reading }
}

/** True while the part is still to be run; false once it was cancelled, failed or finished elsewhere. */
export async function isPartOpen(database: Queryable, partId: string): Promise<boolean> {
  return (await openPart(database, partId)) !== undefined
}

/** Moves the progress bar of a running part. */
export async function reportProgress(database: Queryable, partId: string, share: number): Promise<void> {
  await database
    .update(evaluationPart)
    .set({ progress: Math.min(1, Math.max(0, share)) })
    .where(and(eq(evaluationPart.id, partId), eq(evaluationPart.status, 'running')))
}

/** Puts a part back that was interrupted through no fault of its own; the attempt does not count. */
export async function returnPart(database: Queryable, partId: string): Promise<void> {
  await database
    .update(evaluationPart)
    .set({ status: 'queued', progress: 0, attempts: sql`greatest(${evaluationPart.attempts} - 1, 0)` })
    .where(and(eq(evaluationPart.id, partId), eq(evaluationPart.status, 'running'), isNull(evaluationPart.result)))
}

/**
 * Stores the result where none stands; of two workers that ran the same part, one counts. When no part of the evaluation
 * is left open, `sendAggregate` runs in the same transaction. The evaluation's row lock makes "the last part" unambiguous.
 */
export async function finishPart(
  database: Database,
  part: Pick<OpenPart, 'id' | 'evaluationId'>,
  result: PartResult,
  sendAggregate: (transaction: Queryable) => Promise<void>,
): Promise<void> {
  const checked = partResultSchema.parse(result)
  await database.transaction(async (transaction) => {
    await transaction
      .select({ id: evaluation.id })
      .from(evaluation)
      .where(eq(evaluation.id, part.evaluationId))
      .for('update')
    const stored = await transaction
      .update(evaluationPart)
      .set({ result: checked, status: 'finished', progress: 1, finishedAt: new Date() })
      .where(and(eq(evaluationPart.id, part.id), isNull(evaluationPart.result)))
      .returning({ id: evaluationPart.id })
    if (stored.length === 0) return
    const left = await transaction.$count(
      evaluationPart,
      and(eq(evaluationPart.evaluationId, part.evaluationId), isNull(evaluationPart.result)),
    )
    if (left === 0) await sendAggregate(transaction)
  })
}
