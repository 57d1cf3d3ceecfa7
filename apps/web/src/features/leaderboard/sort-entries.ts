import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import type { AttackChoice, SortKey } from './board-view.ts'
import { RobustIntervalFragment, robustInterval } from './robust-interval.ts'

export const SortableEntryFragment = graphql(
  `
    fragment SortableEntry on LeaderboardEntry {
      rank
      cleanDice { mean }
      noiseDice
      robustHd95Mm
      submission {
        name
        model { parameters }
      }
      ...RobustInterval
    }
  `,
  [RobustIntervalFragment],
)

/**
 * The entries in the order of a column. A missing value comes last in both directions, so that it never outranks a
 * number; ties keep the order of the ranks.
 */
export function sortEntries<Entry extends FragmentOf<typeof SortableEntryFragment>>(
  entries: readonly Entry[],
  order: { sort: SortKey; descending: boolean; attack: AttackChoice },
): readonly Entry[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: sortValue(entry, order),
    rank: readFragment(SortableEntryFragment, entry).rank,
  }))
  const direction = order.descending ? -1 : 1
  return keyed
    .toSorted((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.rank - b.rank
      return direction * compare(a.key, b.key) || a.rank - b.rank
    })
    .map(({ entry }) => entry)
}

function sortValue(
  masked: FragmentOf<typeof SortableEntryFragment>,
  order: { sort: SortKey; attack: AttackChoice },
): number | string | null {
  const entry = readFragment(SortableEntryFragment, masked)
  switch (order.sort) {
    case 'rank':
      return entry.rank
    case 'name':
      return entry.submission.name
    case 'robust':
      return robustInterval(entry, order.attack)?.mean ?? null
    case 'clean':
      return entry.cleanDice.mean
    case 'noise':
      return entry.noiseDice
    case 'hd95':
      return entry.robustHd95Mm
    case 'params':
      return entry.submission.model?.parameters ?? null
  }
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en')
}
