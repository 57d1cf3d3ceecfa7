import { kendallTau, rankingSuite } from '@voxproof/engine/suite'
import { type ArchitectureFamily, architectureFamilies } from '@voxproof/schema'
import { z } from 'zod'
import type { Database } from '../../database/index.ts'
import { fromCursor, type Page, pageOf, pageSize } from '../../graphql/page.ts'
import { badInput } from '../../graphql/user-error.ts'
import type { Dataset, DatasetsService } from '../datasets/index.ts'
import { viewEvaluation, viewRobustness } from '../evaluations/index.ts'
import type {
  BoardSummary,
  FamilySummary,
  Leaderboard,
  LeaderboardEntry,
  LeaderboardOrder,
} from './leaderboard.type.ts'
import * as store from './leaderboards.store.ts'

/** What GraphQL's context holds of this module, made anew for each request. */
export interface LeaderboardsContext {
  readonly leaderboards: LeaderboardsService
}

/** Which page of a board in which order. */
export interface EntriesQuery {
  readonly first?: number | null
  readonly after?: string | null
  readonly orderBy?: LeaderboardOrder | null
  readonly descending?: boolean | null
}

/** Boards as everybody sees them. */
export interface LeaderboardsService {
  leaderboard(slugs: {
    dataset: string
    suite: string | null
    family: ArchitectureFamily | null
  }): Promise<Leaderboard | null>
  /** The boards of a dataset that hold models: of the suite that ranks first, then most models first. */
  boards(dataset: Dataset): Promise<BoardSummary[]>
  entries(board: Leaderboard, query: EntriesQuery): Promise<Page<LeaderboardEntry>>
  /** Every family with the number of its models under the board's dataset and suite, whatever family the board is of. */
  families(board: Leaderboard): Promise<FamilySummary[]>
  /** Agreement of the two orders of ranking; null where there is none to measure. */
  kendallTau(board: Leaderboard): Promise<number | null>
}

/** Reads the ranks that were published, never computes any; only their agreement is measured here. */
export function leaderboardsService({
  db,
  datasets,
}: {
  db: Database
  datasets: DatasetsService
}): LeaderboardsService {
  return {
    async leaderboard({ dataset: slug, suite: suiteSlug, family }) {
      const dataset = await datasets.dataset(slug)
      if (dataset === null) return null
      const chosen = suiteSlug ?? (await store.suitesWithModels(db, dataset, rankingSuite))[0]?.slug
      const suite = chosen === undefined ? await datasets.mainSuite() : await datasets.suite(chosen)
      if (suite === null) return null
      const caseCount = (await datasets.cases(slug)).length
      return { dataset, suite, family, caseCount, bootstrapSamples: bootstrapSamplesOf(suite.definition) }
    },
    async boards(dataset) {
      const found = await store.suitesWithModels(db, dataset, rankingSuite)
      const boards = await Promise.all(
        found.map(async ({ slug, modelCount }) => ({ suite: await datasets.suite(slug), modelCount })),
      )
      return boards.flatMap(({ suite, modelCount }) => (suite === null ? [] : [{ suite, modelCount }]))
    },
    async entries(board, query) {
      const size = pageSize(query.first, 50)
      const order = query.orderBy ?? 'RANK'
      const cursorOrder = `${order}${query.descending ?? ''}`
      const after = fromCursor(query.after, cursorOrder)
      if (after !== undefined && !store.fitsOrder(order, after.value)) {
        throw badInput('The cursor `after` is not of this list.')
      }
      const rows = await store.boardRows(db, {
        board,
        order,
        descending: query.descending ?? null,
        after,
        limit: size + 1,
      })
      return pageOf({
        rows,
        size,
        totalCount: await store.countBoard(db, board),
        isFirst: after === undefined,
        position: (row) => ({ order: cursorOrder, value: row.place, id: row.evaluation.id }),
        node: viewEntry,
      })
    },
    async families(board) {
      const counts = new Map((await store.countFamilies(db, board)).map(({ scope, modelCount }) => [scope, modelCount]))
      return architectureFamilies.map((family) => ({ family, modelCount: counts.get(family) ?? 0 }))
    },
    async kendallTau(board) {
      const ranks = (await store.ranksOf(db, board)).flatMap(({ rank, rankThenAggregate }) =>
        rankThenAggregate === null ? [] : [{ rank, rankThenAggregate }],
      )
      return kendallTau(
        ranks.map(({ rank }) => rank),
        ranks.map(({ rankThenAggregate }) => rankThenAggregate),
      )
    },
  }
}

const bootstrapSchema = z.object({ bootstrapSamples: z.number().int().nonnegative() })

/** Zero where the suite's definition does not tell. */
function bootstrapSamplesOf(definition: unknown): number {
  const parsed = bootstrapSchema.safeParse(definition)
  return parsed.success ? parsed.data.bootstrapSamples : 0
}

function viewEntry({ evaluation, report, ...row }: store.BoardRow): LeaderboardEntry {
  return {
    rank: row.rank,
    rankLow: row.rankLow,
    rankHigh: row.rankHigh,
    rankThenAggregate: row.rankThenAggregate,
    groups: row.groups,
    submissionKey: evaluation.submissionId,
    evaluation: viewEvaluation(evaluation),
    cleanDice: report.clean,
    robustDice: report.robust,
    ...viewRobustness(report),
  }
}
