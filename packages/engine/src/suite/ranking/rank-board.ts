import { drawResamples, quantile } from './bootstrap.ts'

/** One model on one board. Scores are in [0, 1], by case in the same order for all; null = that case failed. */
export interface BoardEntry {
  readonly id: string
  readonly cleanByCase: readonly (number | null)[]
  readonly robustByCase: readonly (number | null)[]
}

/** Rank 1 is best; [rankLow, rankHigh] is the 95 % interval of the rank over paired resamples of the cases. */
export interface BoardRank {
  readonly id: string
  readonly rank: number
  readonly rankLow: number
  readonly rankHigh: number
}

/**
 * Ranks by mean robust score, then by mean clean score where the robust ones are equal (models that all collapse to
 * 0); equal in both share the smallest rank. A failed case scores 0, and of equal scores the one with fewer failed
 * cases is better, so that a null never outranks a number. Same seed, same intervals. Throws where the entries do not
 * have the same number of cases.
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
  if (entries.length === 0) return []
  const everyCase = Uint32Array.from({ length: caseCount }, (_, i) => i)
  const ranks = ranksOver(entries, everyCase)
  const resampled = drawResamples(caseCount, samples, [seed]).map((indices) => ranksOver(entries, indices))
  return entries.map(({ id }, i) => {
    const rank = ranks[i] as number
    const sorted = Float64Array.from(resampled, (drawn) => drawn[i] as number).sort()
    const low = sorted.length > 0 ? Math.floor(quantile(sorted, 0.025)) : rank
    const high = sorted.length > 0 ? Math.ceil(quantile(sorted, 0.975)) : rank
    return { id, rank, rankLow: Math.min(low, rank), rankHigh: Math.max(high, rank) }
  })
}

interface Standing {
  readonly robust: number
  readonly failed: number
  readonly clean: number
}

function ranksOver(entries: readonly BoardEntry[], indices: Uint32Array): Uint32Array {
  const standings = entries.map((entry) => standingOver(entry, indices))
  const order = standings.map((_, i) => i).sort((a, b) => compare(standings[a] as Standing, standings[b] as Standing))
  const ranks = new Uint32Array(entries.length)
  order.forEach((entry, place) => {
    const before = order[place - 1]
    const isTied = before !== undefined && compare(standings[before] as Standing, standings[entry] as Standing) === 0
    ranks[entry] = isTied ? (ranks[before] as number) : place + 1
  })
  return ranks
}

function standingOver({ robustByCase, cleanByCase }: BoardEntry, indices: Uint32Array): Standing {
  let robust = 0
  let clean = 0
  let failed = 0
  for (const index of indices) {
    const score = robustByCase[index] ?? null
    if (score === null) failed++
    robust += score ?? 0
    clean += cleanByCase[index] ?? 0
  }
  return { robust: rounded(robust / indices.length), failed, clean: rounded(clean / indices.length) }
}

/** Sums of equal scores in another order differ in the last bits; they are ties all the same. */
function rounded(mean: number): number {
  return Math.round(mean * 1e9)
}

function compare(a: Standing, b: Standing): number {
  return b.robust - a.robust || a.failed - b.failed || b.clean - a.clean
}
