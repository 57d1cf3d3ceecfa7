import type { EvaluationOrigin } from '@voxproof/schema'
import { evaluation, evaluationPart, submission } from '@voxproof/schema/tables'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../database/index.ts'
import { visibleTo } from '../../visibility/index.ts'

export type EvaluationRow = typeof evaluation.$inferSelect
export type EvaluationPartRow = Omit<typeof evaluationPart.$inferSelect, 'result'>
/** How far the parts of one group of attacks are, over the cases of one evaluation. */
export interface PartCounts {
  readonly evaluationId: string
  readonly origin: EvaluationOrigin
  readonly suiteId: string
  readonly datasetId: string
  readonly modelHash: string | null
  readonly group: string
  readonly total: number
  readonly finished: number
  /** Sum of the shares done, between 0 and `total`. */
  readonly done: number
  readonly startedAt: Date | null
  readonly isOpen: boolean
}

const partColumns = {
  id: evaluationPart.id,
  evaluationId: evaluationPart.evaluationId,
  caseKey: evaluationPart.caseKey,
  group: evaluationPart.group,
  position: evaluationPart.position,
  status: evaluationPart.status,
  progress: evaluationPart.progress,
  attempts: evaluationPart.attempts,
  startedAt: evaluationPart.startedAt,
  finishedAt: evaluationPart.finishedAt,
}

/** The evaluation with this uuid, where the viewer may see its submission. */
export async function visibleEvaluation(
  db: Database,
  id: string,
  viewerId: string | undefined,
): Promise<EvaluationRow | undefined> {
  const rows = await db
    .select({ evaluation })
    .from(evaluation)
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(and(eq(evaluation.id, id), visibleTo(viewerId)))
  return rows[0]?.evaluation
}

/** The evaluations of these submissions, in the order of creation. */
export function evaluationsBySubmissions(db: Database, ids: readonly string[]): Promise<EvaluationRow[]> {
  return db
    .select()
    .from(evaluation)
    .where(inArray(evaluation.submissionId, [...ids]))
    .orderBy(asc(evaluation.createdAt), asc(evaluation.datasetId))
}

/** The parts of these evaluations without their results, in working order. */
export function partsByEvaluations(db: Database, ids: readonly string[]): Promise<EvaluationPartRow[]> {
  return db
    .select(partColumns)
    .from(evaluationPart)
    .where(inArray(evaluationPart.evaluationId, [...ids]))
    .orderBy(asc(evaluationPart.position), asc(evaluationPart.id))
}

/** How far these evaluations are, one row for each group; none for one without parts. */
export async function partCounts(db: Database, ids: readonly string[]): Promise<PartCounts[]> {
  const isDone = sql`${evaluationPart.status} = 'finished'`
  const identity = {
    evaluationId: evaluationPart.evaluationId,
    origin: evaluation.origin,
    suiteId: evaluation.suiteId,
    datasetId: evaluation.datasetId,
    modelHash: submission.modelHash,
    group: evaluationPart.group,
  }
  return db
    .select({
      ...identity,
      total: sql<number>`count(*)::int`,
      finished: sql<number>`(count(*) filter (where ${isDone}))::int`,
      done: sql<number>`sum(case when ${isDone} then 1 else least(greatest(${evaluationPart.progress}, 0), 1) end)`.mapWith(
        Number,
      ),
      startedAt: sql<Date | null>`min(${evaluationPart.startedAt})`.mapWith(evaluationPart.startedAt),
      isOpen: sql<boolean>`bool_or(${evaluationPart.status} in ('queued', 'running'))`,
    })
    .from(evaluationPart)
    .innerJoin(evaluation, eq(evaluation.id, evaluationPart.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(inArray(evaluationPart.evaluationId, [...ids]))
    .groupBy(...Object.values(identity))
}

/** The results of an evaluation's finished parts, of one case where `caseKey` is given. */
export async function partResults(db: Database, evaluationId: string, caseKey: string | undefined) {
  const ofCase = caseKey === undefined ? undefined : eq(evaluationPart.caseKey, caseKey)
  const rows = await db
    .select({ result: evaluationPart.result })
    .from(evaluationPart)
    .where(and(eq(evaluationPart.evaluationId, evaluationId), ofCase))
    .orderBy(asc(evaluationPart.position), asc(evaluationPart.id))
  return rows.flatMap((row) => (row.result === null ? [] : [row.result]))
}
