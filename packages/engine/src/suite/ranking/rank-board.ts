import { drawResamples, expandedTail, quantile } from './bootstrap.ts'
import { indistinguishable } from './indistinguishable.ts'
import { letterGroups } from './letter-groups.ts'
import { type BoardEntry, compareStandings, minimumRanks, standingOver } from './standing.ts'

export interface BoardRank {
  readonly id: string
  /** 1 is best. */
  readonly rank: number
  /** [rankLow, rankHigh] is the 95 % interval of the rank over paired resamples of the cases. */
  readonly rankLow: number
  readonly rankHigh: number
  /** The rank where models are ranked on each case first and their ranks averaged. */
  readonly rankThenAggregate: number
  /** Names of the groups that the entry is in: entries that share one do not differ significantly. */
  readonly groups: readonly string[]
}

/**
 * Ranks by mean robust score, then by mean clean score where the robust ones are equal (models that all collapse to
 * 0); equal in both share the smallest rank. A failed case scores 0, and of equal scores the one with fewer failed
 * cases is better, so that a null never outranks a number. Same seed, same intervals. How each figure is made, and from
 * which sources, stands in docs/ranking.md. Throws where the entries do not have the same number of cases.
 */
export function rankBoard(
  entries: readonly BoardEntry[],
  { samples, seed }: { readonly samples: number; readonly seed: number },
): BoardRank[] {
  const caseCount = entries[0]?.robustByCase.length ?? 0
  for (const { id, cleanByCase, robustByCase } of entries) {
    if (robustByCase.length === caseCount && cleanByCase.length === caseCount && caseCount > 0) continue
    const found = `${robustByCase.length} robust and ${cleanByCase.length} clean scores`
    throw new RangeError(`Entry ${id} has ${found}; all entries of a board need the same ${caseCount} cases.`)
  }
  const everyCase = Array.from({ length: caseCount }, (_, i) => i)
  const ranks = ranksOver(entries, everyCase)
  const resampled = drawResamples(caseCount, samples, [seed]).map((indices) => ranksOver(entries, indices))
  const averaged = rankThenAggregate(entries, everyCase)
  const groups = groupsOf(entries, ranks)
  return entries.map(({ id }, i) => {
    const rank = ranks[i] as number
    const [low, high] = spread(Float64Array.from(resampled, (drawn) => drawn[i] as number).sort(), caseCount)
    return {
      id,
      rank,
      rankLow: Math.min(low ?? rank, rank),
      rankHigh: Math.max(high ?? rank, rank),
      rankThenAggregate: averaged[i] as number,
      groups: groups[i] ?? [],
    }
  })
}

function ranksOver(entries: readonly BoardEntry[], indices: ArrayLike<number>): number[] {
  return minimumRanks(
    entries.map((entry) => standingOver(entry, indices)),
    compareStandings,
  )
}

/** The percentile interval of ascending ranks, expanded for few cases; nothing of no ranks. */
function spread(ranks: Float64Array, caseCount: number): [number, number] | [] {
  if (ranks.length === 0) return []
  const tail = expandedTail(caseCount)
  return [Math.floor(quantile(ranks, tail)), Math.ceil(quantile(ranks, 1 - tail))]
}

/** Ranks of the mean over the cases of the ranks on each; a failed case ranks last on it. */
function rankThenAggregate(entries: readonly BoardEntry[], cases: readonly number[]): number[] {
  const byCase = cases.map((index) => ranksOver(entries, [index]))
  const sums = entries.map((_, i) => byCase.reduce((sum, ranks) => sum + (ranks[i] as number), 0))
  return minimumRanks(sums, (a, b) => a - b)
}

/** Each entry's groups, lettered from the best rank on. */
function groupsOf(entries: readonly BoardEntry[], ranks: readonly number[]): string[][] {
  const order = entries.map((_, i) => i).sort((i, j) => (ranks[i] as number) - (ranks[j] as number))
  const areAlike = indistinguishable(order.map((i) => entries[i]?.robustByCase ?? []))
  const letters = letterGroups(order.length, areAlike)
  const result: string[][] = entries.map(() => [])
  order.forEach((entry, place) => {
    result[entry] = letters[place] ?? []
  })
  return result
}
