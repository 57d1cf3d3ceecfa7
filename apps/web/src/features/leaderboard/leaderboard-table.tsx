import Link from 'next/link'
import type { ReactNode } from 'react'
import { HeadCell, Table } from '../../components/table.tsx'
import type { FragmentOf } from '../../lib/graphql/index.ts'
import { type BoardView, boardHref, type SortKey } from './board-view.ts'
import { boardPlotWidth, LeaderboardRow, type LeaderboardRowFragment } from './leaderboard-row.tsx'
import { rowLimit } from './row-limit.ts'

/** The board as a table. Every column's name is a link that orders by it; a second click turns the order round. */
export function LeaderboardTable(table: {
  entries: readonly (FragmentOf<typeof LeaderboardRowFragment> & { readonly id: string })[]
  view: BoardView
  /** Whether the letters of the groups say anything. */
  hasGroups: boolean
  caption: string
}): ReactNode {
  const { view } = table
  const rows = view.isWhole ? table.entries : table.entries.slice(0, rowLimit)
  return (
    <>
      <Table caption={table.caption}>
        <thead>
          <tr>
            <SortableHead view={view} column="rank" label="Rank" />
            <SortableHead view={view} column="name" label="Model" />
            <SortableHead view={view} column="robust" label="Robust Dice" align="right" title={robustTitle} />
            <HeadCell className="max-md:hidden" {...sortOf(view, 'clean')}>
              <span className="flex items-baseline justify-between px-[3px]" style={{ width: boardPlotWidth }}>
                <span>0</span>
                <span className="flex gap-1.5">
                  <span>● robust</span>
                  <SortLink view={view} column="clean" label="○ clean" />
                </span>
                <span>1</span>
              </span>
            </HeadCell>
            <HeadCell className="max-lg:hidden" title="Worst-case Dice as the allowed change grows">
              Dice over ε
            </HeadCell>
            <SortableHead
              view={view}
              column="noise"
              label="Noise"
              align="right"
              title={noiseTitle}
              className="max-lg:hidden"
            />
            <SortableHead
              view={view}
              column="hd95"
              label="HD95"
              align="right"
              title={hd95Title}
              className="max-md:hidden"
            />
            <SortableHead
              view={view}
              column="params"
              label="Params"
              align="right"
              title={paramsTitle}
              className="max-md:hidden"
            />
            <HeadCell className="max-lg:hidden">Notes</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <LeaderboardRow key={entry.id} entry={entry} attack={view.attack} hasGroups={table.hasGroups} />
          ))}
        </tbody>
      </Table>
      {rows.length < table.entries.length ? (
        <p className="border-b border-line-2 py-3 text-center">
          <Link
            href={boardHref(view, { isWhole: true })}
            scroll={false}
            className="text-ink-2 underline underline-offset-3"
          >
            Show all {table.entries.length} models
          </Link>
        </p>
      ) : null}
    </>
  )
}

const robustTitle = 'Mean foreground Dice over the scans, each under the strongest attack found for it'
const noiseTitle = 'Mean Dice over all noise and corruptions; never part of the worst case'
const hd95Title = '95th-percentile Hausdorff distance under attack, mm; smaller is better'
const paramsTitle = 'Weights, counted in the file'

/** The direction in which a column is first ordered: best or smallest on top. */
const startsDescending: Readonly<Record<SortKey, boolean>> = {
  rank: false,
  name: false,
  robust: true,
  clean: true,
  noise: true,
  hd95: false,
  params: false,
}

function SortableHead(head: {
  view: BoardView
  column: SortKey
  label: string
  align?: 'left' | 'right'
  title?: string
  className?: string
}): ReactNode {
  return (
    <HeadCell align={head.align ?? 'left'} className={head.className} {...sortOf(head.view, head.column)}>
      <SortLink view={head.view} column={head.column} label={head.label} title={head.title} />
    </HeadCell>
  )
}

function SortLink({
  view,
  column,
  label,
  title,
}: {
  view: BoardView
  column: SortKey
  label: string
  title?: string | undefined
}): ReactNode {
  const isCurrent = view.sort === column
  const descending = isCurrent ? !view.descending : startsDescending[column]
  return (
    <Link
      href={boardHref(view, { sort: column, descending })}
      scroll={false}
      prefetch={false}
      title={title}
      className={isCurrent ? 'text-ink' : 'hover:text-ink'}
    >
      {label}
      {isCurrent ? <span aria-hidden="true">{view.descending ? ' ↓' : ' ↑'}</span> : null}
    </Link>
  )
}

function sortOf(view: BoardView, column: SortKey): { sort?: 'ascending' | 'descending' } {
  return view.sort === column ? { sort: view.descending ? 'descending' : 'ascending' } : {}
}
