import 'server-only'
import { graphql, type FragmentOf, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { BoardControlsFragment } from './board-controls.tsx'
import { BoardCurvesFragment } from './board-curves.tsx'
import type { BoardView } from './board-view.ts'
import { ExportRowFragment } from './export-rows.ts'
import { LeaderboardRowFragment } from './leaderboard-row.tsx'
import { ParetoPlotFragment } from './pareto-plot.tsx'
import { TransferMatrixFragment } from './transfer-matrix.tsx'
import { SortableEntryFragment, sortEntries } from './sort-entries.ts'

const DatasetsQuery = graphql(
  `
    query BoardDatasets {
      datasets { slug ...BoardControls }
    }
  `,
  [BoardControlsFragment],
)

const BoardQuery = graphql(
  `
    query Board($dataset: String!, $suite: String, $family: ArchitectureFamily, $first: Int!, $after: String) {
      leaderboard(dataset: $dataset, suite: $suite, family: $family) {
        caseCount
        bootstrapSamples
        kendallTau
        families { family modelCount }
        dataset { slug name hash boards { modelCount suite { slug } } }
        suite { slug headlineEpsilon entries { track } }
        entries(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges {
            node {
              evaluation { id }
              groups
              ...LeaderboardRow
              ...SortableEntry
              ...ParetoPlot
              ...BoardCurves
              ...TransferMatrix
              ...ExportRow
            }
          }
        }
      }
    }
  `,
  [
    LeaderboardRowFragment,
    SortableEntryFragment,
    ParetoPlotFragment,
    BoardCurvesFragment,
    TransferMatrixFragment,
    ExportRowFragment,
  ],
)

type LeaderboardResult = NonNullable<ResultOf<typeof BoardQuery>['leaderboard']>
export type BoardEntry = LeaderboardResult['entries']['edges'][number]['node'] & { readonly id: string }

export interface Board {
  readonly about: Omit<LeaderboardResult, 'entries'>
  /** Every model of the board, in the order of the view. */
  readonly entries: readonly BoardEntry[]
}

export interface BoardPage {
  readonly datasets: readonly FragmentOf<typeof BoardControlsFragment>[]
  /** Null where there is no dataset, or none of the name that the view asks for. */
  readonly board: Board | null
}

const pageSize = 100

/** The datasets, and the whole board of the view's dataset, read page by page. Throws GatewayError. */
export async function loadBoard(view: BoardView): Promise<BoardPage> {
  const { datasets } = await query(DatasetsQuery, {})
  const dataset = view.dataset ?? datasets[0]?.slug
  if (dataset === undefined) return { datasets, board: null }
  const family = view.family === null ? null : familyEnums[view.family]
  const nodes: LeaderboardResult['entries']['edges'][number]['node'][] = []
  let about: Board['about'] | null = null
  let after: string | null = null
  do {
    const page: ResultOf<typeof BoardQuery> = await query(BoardQuery, {
      dataset,
      suite: view.suite,
      family,
      first: pageSize,
      after,
    })
    if (page.leaderboard === null) return { datasets, board: null }
    const { entries, ...rest } = page.leaderboard
    about = rest
    nodes.push(...entries.edges.map(({ node }) => node))
    after = entries.pageInfo.hasNextPage ? (entries.pageInfo.endCursor ?? null) : null
  } while (after !== null)
  const entries = nodes.map((node) => ({ ...node, id: node.evaluation.id }))
  return { datasets, board: { about, entries: sortEntries(entries, view) } }
}

const familyEnums = {
  convolutional: 'CONVOLUTIONAL',
  transformer: 'TRANSFORMER',
  mamba: 'MAMBA',
  hybrid: 'HYBRID',
  foundation: 'FOUNDATION',
} as const
