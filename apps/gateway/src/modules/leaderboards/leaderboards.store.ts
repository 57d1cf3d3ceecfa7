import type { ArchitectureFamily, EvaluationReport } from '@voxproof/schema'
import { evaluation, modelFile, ranking, submission, suite } from '@voxproof/schema/tables'
import { and, count, desc, eq, getTableColumns, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../database/index.ts'
import type { Position } from '../../graphql/page.ts'
import { onBoards } from '../../visibility/index.ts'
import type { LeaderboardOrder } from './leaderboard.type.ts'

/** Which board. The hashes keep results of earlier versions of dataset and suite out. */
export interface Board {
  readonly dataset: { readonly slug: string; readonly hash: string }
  readonly suite: { readonly slug: string; readonly hash: string }
  readonly family: ArchitectureFamily | null
}

/** One row of a board, with its place in the order asked for. */
export interface BoardRow {
  readonly rank: number
  readonly rankLow: number
  readonly rankHigh: number
  readonly rankThenAggregate: number | null
  readonly groups: readonly string[]
  readonly evaluation: typeof evaluation.$inferSelect
  readonly report: EvaluationReport
  readonly place: string
}

interface OrderColumn {
  readonly expression: (descending: boolean) => SQL
  readonly type: 'number' | 'text'
  readonly descending: boolean
}

/** Null never outranks a number: whichever way the column is sorted, the unknown come last. */
const parameters = sql`(${modelFile.inspection}->>'parameters')::float8`
const orderColumns: Readonly<Record<LeaderboardOrder, OrderColumn>> = {
  RANK: { expression: () => sql`${ranking.rank}::float8`, type: 'number', descending: false },
  CLEAN_DICE: { expression: () => sql`${ranking.cleanDice}`, type: 'number', descending: true },
  ROBUST_DICE: { expression: () => sql`${ranking.robustDice}`, type: 'number', descending: true },
  NAME: { expression: () => sql`${submission.name}`, type: 'text', descending: false },
  PARAMETERS: {
    expression: (descending) => sql`coalesce(${parameters}, ${descending ? -1 : 1e300}::float8)`,
    type: 'number',
    descending: false,
  },
  CREATED_AT: {
    expression: () => sql`(extract(epoch from ${submission.createdAt}) * 1000000)::float8`,
    type: 'number',
    descending: true,
  },
}

/** True where a cursor's value can be compared with the column of this order. */
export function fitsOrder(order: LeaderboardOrder, value: string): boolean {
  return orderColumns[order].type === 'text' || /^-?\d{1,20}(\.\d{1,20})?(e[+-]\d{1,3})?$/.test(value)
}

/** Up to `limit` rows of a board beyond a position, each order falling back on the evaluation's id. */
export async function boardRows(
  db: Database,
  { board, order, descending, after, limit }: BoardQuery,
): Promise<BoardRow[]> {
  const column = orderColumns[order]
  const isDescending = descending ?? column.descending
  const key = column.expression(isDescending)
  const direction = isDescending ? sql`desc` : sql`asc`
  const place = sql<string>`(${key})::text`
  const type = column.type === 'number' ? sql`float8` : sql`text`
  const operator = isDescending ? sql`<` : sql`>`
  const beyond =
    after === undefined
      ? undefined
      : sql`(${key}, ${evaluation.id}) ${operator} (${after.value}::${type}, ${after.id}::uuid)`
  const rows = await db
    .select({
      rank: ranking.rank,
      rankLow: ranking.rankLow,
      rankHigh: ranking.rankHigh,
      rankThenAggregate: ranking.rankThenAggregate,
      groups: ranking.groups,
      evaluation: getTableColumns(evaluation),
      place,
    })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .leftJoin(modelFile, eq(modelFile.hash, submission.modelHash))
    .where(and(onBoard(board), beyond))
    .orderBy(sql`${key} ${direction}`, sql`${evaluation.id} ${direction}`)
    .limit(limit)
  return rows.flatMap((row) => (row.evaluation.report === null ? [] : [{ ...row, report: row.evaluation.report }]))
}

/** What is read of which board, and in which order; `descending` null means the order's own direction. */
export interface BoardQuery {
  readonly board: Board
  readonly order: LeaderboardOrder
  readonly descending: boolean | null
  readonly after: Position | undefined
  readonly limit: number
}

/** Suites under which models stand on this dataset, with their number: `first`, then by most models, then the newest. */
export function suitesWithModels(
  db: Database,
  dataset: { readonly slug: string; readonly hash: string },
  first: string,
): Promise<{ slug: string; modelCount: number }[]> {
  const modelCount = count()
  return db
    .select({ slug: suite.id, modelCount })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .innerJoin(suite, and(eq(suite.id, ranking.suiteId), eq(suite.hash, evaluation.suiteHash)))
    .where(
      and(
        ...[eq(ranking.datasetId, dataset.slug), eq(ranking.scope, 'all'), eq(evaluation.datasetHash, dataset.hash)],
        ...[isNotNull(evaluation.report), onBoards()],
      ),
    )
    .groupBy(suite.id)
    .orderBy(desc(eq(suite.id, first)), desc(modelCount), desc(suite.createdAt))
}

/** Both ranks of every model that a board lists. */
export function ranksOf(db: Database, board: Board): Promise<{ rank: number; rankThenAggregate: number | null }[]> {
  return db
    .select({ rank: ranking.rank, rankThenAggregate: ranking.rankThenAggregate })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(onBoard(board))
}

/** How many models of each family the dataset's boards under the suite list; families without one are absent. */
export function countFamilies(
  db: Database,
  board: Omit<Board, 'family'>,
): Promise<{ scope: string; modelCount: number }[]> {
  return db
    .select({ scope: ranking.scope, modelCount: count() })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(underSuite(board))
    .groupBy(ranking.scope)
}

/** How many models a board lists. */
export async function countBoard(db: Database, board: Board): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(ranking)
    .innerJoin(evaluation, eq(evaluation.id, ranking.evaluationId))
    .innerJoin(submission, eq(submission.id, evaluation.submissionId))
    .where(onBoard(board))
  return row?.total ?? 0
}

function onBoard(board: Board): SQL | undefined {
  return and(eq(ranking.scope, board.family ?? 'all'), underSuite(board))
}

function underSuite({ dataset, suite }: Omit<Board, 'family'>): SQL | undefined {
  return and(
    eq(ranking.datasetId, dataset.slug),
    eq(ranking.suiteId, suite.slug),
    eq(evaluation.datasetHash, dataset.hash),
    eq(evaluation.suiteHash, suite.hash),
    isNotNull(evaluation.report),
    onBoards(),
  )
}
