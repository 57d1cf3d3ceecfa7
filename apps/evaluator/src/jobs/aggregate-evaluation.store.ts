import { type DatasetManifest, datasetManifestSchema } from '@voxproof/engine/datasets'
import {
  architectureFamilies,
  type EvaluationReport,
  evaluationReportSchema,
  type GradientReading,
  gradientReadingSchema,
  inspectionSchema,
  type PartResult,
  partResultSchema,
} from '@voxproof/schema'
import {
  dataset,
  datasetCase,
  evaluation,
  evaluationPart,
  modelFile,
  ranking,
  submission,
} from '@voxproof/schema/tables'
import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Database, Queryable } from '../database.ts'
import { settleSubmission } from './settle-submission.store.ts'

/** An evaluation whose parts all have results. */
export interface CompleteEvaluation {
  readonly id: string
  readonly modelHash: string
  readonly isBaseline: boolean
  readonly suiteId: string
  readonly suiteHash: string
  readonly datasetId: string
  readonly datasetHash: string
  readonly manifest: DatasetManifest
  /** What validation told of the model's gradient at the dataset's window; null where an earlier version did not ask. */
  readonly reading: GradientReading | null
  readonly caseOrder: readonly string[]
  readonly parts: readonly PartResult[]
}

/** The evaluation with its parts' results in order; undefined where it has ended or a part is missing. */
export async function completeEvaluation(database: Database, id: string): Promise<CompleteEvaluation | undefined> {
  const [row] = await database
    .select({
      id: evaluation.id,
      modelHash: submission.modelHash,
      isBaseline: submission.isBaseline,
      suiteId: evaluation.suiteId,
      suiteHash: evaluation.suiteHash,
      datasetId: evaluation.datasetId,
      datasetHash: evaluation.datasetHash,
      manifest: dataset.manifest,
      inspection: modelFile.inspection,
      reading: evaluation.reading,
    })
    .from(evaluation)
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .innerJoin(dataset, eq(dataset.id, evaluation.datasetId))
    .leftJoin(modelFile, eq(modelFile.hash, submission.modelHash))
    .where(and(eq(evaluation.id, id), isNull(evaluation.report), inArray(evaluation.status, ['queued', 'running'])))
  if (row === undefined || row.modelHash === null) return undefined
  const parts = await database
    .select({ caseKey: evaluationPart.caseKey, result: evaluationPart.result })
    .from(evaluationPart)
    .where(eq(evaluationPart.evaluationId, id))
    .orderBy(asc(evaluationPart.position))
  if (parts.length === 0 || parts.some(({ result }) => result === null)) return undefined
  const cases = await database
    .select({ key: datasetCase.key })
    .from(datasetCase)
    .where(eq(datasetCase.datasetId, row.datasetId))
    .orderBy(asc(datasetCase.position))
  const evaluated = new Set(parts.map(({ caseKey }) => caseKey))
  const { inspection, reading, ...described } = row
  return {
    ...described,
    modelHash: row.modelHash,
    // Evaluations that an earlier version opened have none of their own.
    reading:
      gradientReadingSchema.nullable().parse(reading) ?? inspectionSchema.nullable().parse(inspection)?.reading ?? null,
    manifest: datasetManifestSchema.parse(row.manifest),
    caseOrder: cases.map(({ key }) => key).filter((key) => evaluated.has(key)),
    parts: parts.map(({ result }) => partResultSchema.parse(result)),
  }
}

export interface PlannedPart {
  readonly caseKey: string
  readonly group: string
}

/** Adds parts to an open evaluation after those that it has, and sends them with the same transaction; once. */
export async function openSecondRound(
  database: Database,
  id: string,
  planned: readonly PlannedPart[],
  send: (parts: readonly { partId: string }[], transaction: Queryable) => Promise<void>,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const isOpen = and(
      eq(evaluation.id, id),
      isNull(evaluation.report),
      inArray(evaluation.status, ['queued', 'running']),
    )
    const [row] = await transaction.select({ id: evaluation.id }).from(evaluation).where(isOpen).for('update')
    if (row === undefined) return
    const first = await transaction.$count(evaluationPart, eq(evaluationPart.evaluationId, id))
    const added = await transaction
      .insert(evaluationPart)
      .values(planned.map((part, index) => ({ evaluationId: id, position: first + index, ...part })))
      .onConflictDoNothing()
      .returning({ partId: evaluationPart.id })
    await send(added, transaction)
  })
}

/** Stores the report where none stands, and with it ends the evaluation and, if it was the last, the submission. */
export async function storeReport(database: Database, id: string, report: EvaluationReport): Promise<void> {
  const checked = evaluationReportSchema.parse(report)
  await database.transaction(async (transaction) => {
    const [stored] = await transaction
      .update(evaluation)
      .set({ report: checked, status: 'finished', failure: null, finishedAt: new Date() })
      .where(and(eq(evaluation.id, id), isNull(evaluation.report), inArray(evaluation.status, ['queued', 'running'])))
      .returning({ submissionId: evaluation.submissionId })
    if (stored !== undefined) await settleSubmission(transaction, stored.submissionId)
  })
}

/** The board that an evaluation belongs to. */
export interface Board {
  readonly datasetId: string
  readonly suiteId: string
  readonly suiteHash: string
}

/** The board of an evaluation with a report; undefined where there is none. */
export async function boardOf(database: Queryable, evaluationId: string): Promise<Board | undefined> {
  const [row] = await database
    .select({ datasetId: evaluation.datasetId, suiteId: evaluation.suiteId, suiteHash: evaluation.suiteHash })
    .from(evaluation)
    .where(and(eq(evaluation.id, evaluationId), eq(evaluation.status, 'finished')))
  return row
}

/** One finished evaluation of a board. */
export interface BoardEntry {
  readonly id: string
  readonly family: string
  readonly report: EvaluationReport
}

export interface Placement {
  readonly id: string
  readonly rank: number
  readonly rankLow: number
  readonly rankHigh: number
  readonly rankThenAggregate: number
  readonly groups: readonly string[]
}

/**
 * Rewrites the ranks of a board: `rank` orders the entries of each scope, which is `all` or a family. Only evaluations
 * of the dataset and suite as they are now take part, and no private submission. Writers of one board wait for each
 * other, and readers see the old ranks or the new ones.
 */
export async function rewriteBoard(
  database: Database,
  board: Board,
  rank: (entries: readonly BoardEntry[]) => readonly Placement[],
): Promise<void> {
  const { datasetId, suiteId } = board
  await database.transaction(async (transaction) => {
    await transaction.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`board ${datasetId} ${suiteId}`}, 0))`,
    )
    const entries = await boardEntries(transaction, board)
    const rows = ['all', ...architectureFamilies].flatMap((scope) => {
      const inScope = entries.filter(({ family }) => scope === 'all' || family === scope)
      return rank(inScope).map((placement) => ({ datasetId, suiteId, scope, ...rowOf(placement, inScope) }))
    })
    await transaction.delete(ranking).where(and(eq(ranking.datasetId, datasetId), eq(ranking.suiteId, suiteId)))
    if (rows.length > 0) await transaction.insert(ranking).values(rows)
  })
}

function rowOf({ id, groups, ...ranks }: Placement, entries: readonly BoardEntry[]) {
  const entry = entries.find((candidate) => candidate.id === id)
  if (entry === undefined) throw new Error(`The ranking names the evaluation ${id}, which is not on the board.`)
  const { robust, clean } = entry.report
  return { evaluationId: id, ...ranks, groups: [...groups], robustDice: robust.mean, cleanDice: clean.mean }
}

async function boardEntries(transaction: Queryable, { datasetId, suiteId, suiteHash }: Board): Promise<BoardEntry[]> {
  const rows = await transaction
    .select({ id: evaluation.id, family: submission.family, report: evaluation.report })
    .from(evaluation)
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .innerJoin(dataset, eq(dataset.id, evaluation.datasetId))
    .where(
      and(
        eq(evaluation.datasetId, datasetId),
        eq(evaluation.suiteId, suiteId),
        eq(evaluation.suiteHash, suiteHash),
        eq(evaluation.status, 'finished'),
        eq(evaluation.datasetHash, dataset.hash),
        ne(submission.visibility, 'private'),
        inArray(submission.status, ['evaluating', 'finished']),
      ),
    )
    .orderBy(asc(evaluation.finishedAt), asc(evaluation.id))
  return rows.map(({ report, ...row }) => ({ ...row, report: evaluationReportSchema.parse(report) }))
}
