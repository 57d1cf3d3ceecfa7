import { type GradientReading, type Inspection, inspectionSchema, type Rejection } from '@voxproof/schema'
import { dataset, datasetCase, evaluation, evaluationPart, modelFile, submission, suite } from '@voxproof/schema/tables'
import { type DatasetManifest, datasetManifestSchema } from '@voxproof/engine/datasets'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Database, Queryable } from '../database.ts'
import { settleSubmission } from './settle-submission.store.ts'

/** A submission that waits for its validation. */
export interface SubmissionToValidate {
  readonly id: string
  readonly datasetIds: readonly string[]
  readonly modelHash: string | null
  readonly isBaseline: boolean
  /** Its results were computed elsewhere; nothing is to be run. */
  readonly isImported: boolean
}

/** The submission while it is validating; undefined once it is past that, or gone. */
export async function submissionToValidate(database: Queryable, id: string): Promise<SubmissionToValidate | undefined> {
  const [row] = await database
    .select({
      id: submission.id,
      datasetIds: submission.datasetIds,
      modelHash: submission.modelHash,
      isBaseline: submission.isBaseline,
      isImported: submission.isImported,
    })
    .from(submission)
    .where(and(eq(submission.id, id), eq(submission.status, 'validating')))
  return row
}

/** A dataset as an evaluation needs it. */
export interface BoardDataset {
  readonly id: string
  readonly hash: string
  readonly manifest: DatasetManifest
  readonly caseKeys: readonly string[]
}

/** The datasets with their cases in order, in the order of `ids`; ids without a row are left out. */
export async function boardDatasets(database: Queryable, ids: readonly string[]): Promise<BoardDataset[]> {
  if (ids.length === 0) return []
  const rows = await database
    .select()
    .from(dataset)
    .where(inArray(dataset.id, [...ids]))
  const cases = await database
    .select({ datasetId: datasetCase.datasetId, key: datasetCase.key })
    .from(datasetCase)
    .where(inArray(datasetCase.datasetId, [...ids]))
    .orderBy(asc(datasetCase.position))
  return ids.flatMap((id) => {
    const row = rows.find((candidate) => candidate.id === id)
    if (row === undefined) return []
    const caseKeys = cases.filter(({ datasetId }) => datasetId === id).map(({ key }) => key)
    return [{ id, hash: row.hash, manifest: datasetManifestSchema.parse(row.manifest), caseKeys }]
  })
}

/** Ends the validation with a rejection; does nothing where the submission is no longer validating. */
export async function rejectSubmission(database: Queryable, id: string, rejection: Rejection): Promise<void> {
  await database
    .update(submission)
    .set({ status: 'rejected', rejection, finishedAt: new Date() })
    .where(and(eq(submission.id, id), eq(submission.status, 'validating')))
}

/** An evaluation to create, with its parts in the order in which they are to run. */
export interface PlannedEvaluation {
  readonly dataset: BoardDataset
  /** Of the model's gradient at the dataset's window. */
  readonly reading: GradientReading | null
  readonly suite: { readonly id: string; readonly hash: string; readonly definition: unknown }
  readonly parts: readonly { readonly caseKey: string; readonly group: string }[]
}

/** What remains to be run once a submission is accepted. */
export interface OpenWork {
  readonly partIds: readonly string[]
  /** Evaluations whose parts all have results, from an earlier attempt or imported: to be summed up or ranked. */
  readonly evaluationIds: readonly string[]
}

/**
 * Ends the validation with acceptance: keeps what was read from the file, creates evaluations and parts, hands the open
 * ones to `send`, all in one transaction; a submission with nothing left to run is finished by it. Does nothing where
 * the submission is no longer validating. An evaluation that an earlier attempt has left is taken up: its results stand
 * as long as dataset and suite are the same.
 */
export async function acceptSubmission(
  database: Database,
  accepted: {
    readonly submission: SubmissionToValidate
    readonly inspection: Inspection
    readonly evaluations: readonly PlannedEvaluation[]
  },
  send: (work: OpenWork, transaction: Queryable) => Promise<void>,
): Promise<void> {
  const { id, modelHash } = accepted.submission
  await database.transaction(async (transaction) => {
    const moved = await transaction
      .update(submission)
      .set({ status: 'evaluating', rejection: null, failure: null })
      .where(and(eq(submission.id, id), eq(submission.status, 'validating')))
      .returning({ id: submission.id })
    if (moved.length === 0) return
    const inspection = inspectionSchema.parse(accepted.inspection)
    if (modelHash !== null) {
      await transaction.update(modelFile).set({ inspection }).where(eq(modelFile.hash, modelHash))
    }
    const partIds: string[] = []
    const evaluationIds: string[] = []
    for (const planned of accepted.evaluations) {
      const evaluationId = await openEvaluation(transaction, id, planned)
      if (evaluationId === undefined) continue
      const open = await openParts(transaction, evaluationId, planned.parts)
      partIds.push(...open)
      if (open.length === 0) evaluationIds.push(evaluationId)
    }
    evaluationIds.push(...(await finishedEvaluations(transaction, id)))
    await send({ partIds, evaluationIds }, transaction)
    await settleSubmission(transaction, id)
  })
}

/** Evaluations that have their reports already: their boards list a submission only from now on. */
async function finishedEvaluations(transaction: Queryable, submissionId: string): Promise<string[]> {
  const rows = await transaction
    .select({ id: evaluation.id })
    .from(evaluation)
    .where(and(eq(evaluation.submissionId, submissionId), eq(evaluation.status, 'finished')))
  return rows.map(({ id }) => id)
}

/** The evaluation to run, new or taken up; undefined where it is finished under the same dataset and suite. */
async function openEvaluation(
  transaction: Queryable,
  submissionId: string,
  { suite: definition, dataset: board, reading }: PlannedEvaluation,
): Promise<string | undefined> {
  await transaction.insert(suite).values(definition).onConflictDoNothing()
  const key = { submissionId, datasetId: board.id, suiteId: definition.id }
  const versions = { datasetHash: board.hash, suiteHash: definition.hash }
  await transaction
    .insert(evaluation)
    .values({ ...key, ...versions })
    .onConflictDoNothing()
  const [row] = await transaction
    .select()
    .from(evaluation)
    .where(
      and(
        eq(evaluation.submissionId, submissionId),
        eq(evaluation.datasetId, board.id),
        eq(evaluation.suiteId, definition.id),
      ),
    )
    .for('update')
  if (row === undefined) throw new Error(`The evaluation of ${submissionId} on ${board.id} was not created.`)
  const same = row.datasetHash === board.hash && row.suiteHash === definition.hash
  if (same && row.status === 'finished') return undefined
  // A result made on other volumes or under another definition of the suite does not count for this one.
  if (!same) await transaction.delete(evaluationPart).where(eq(evaluationPart.evaluationId, row.id))
  await transaction
    .update(evaluation)
    .set({ ...versions, reading, status: 'queued', failure: null, report: null, startedAt: null, finishedAt: null })
    .where(eq(evaluation.id, row.id))
  return row.id
}

/** Creates the parts that are missing and opens those without a result again; their ids in the order to run them. */
async function openParts(
  transaction: Queryable,
  evaluationId: string,
  parts: PlannedEvaluation['parts'],
): Promise<string[]> {
  await transaction
    .insert(evaluationPart)
    .values(parts.map((part, position) => ({ evaluationId, position, ...part })))
    .onConflictDoNothing()
  const open = await transaction
    .update(evaluationPart)
    .set({ status: 'queued', progress: 0, attempts: 0 })
    .where(and(eq(evaluationPart.evaluationId, evaluationId), isNull(evaluationPart.result)))
    .returning({ id: evaluationPart.id, position: evaluationPart.position })
  return open.sort((a, b) => a.position - b.position).map(({ id }) => id)
}
