/** One model on one board. Scores are in [0, 1], by case in the same order for all; null = that case failed. */
export interface BoardEntry {
  readonly id: string
  readonly cleanByCase: readonly (number | null)[]
  readonly robustByCase: readonly (number | null)[]
}

/** What decides between two models over some cases. */
export interface Standing {
  /** Mean robust and clean score, a failed case counting 0, in units of 1e-9. */
  readonly robust: number
  readonly clean: number
  readonly failed: number
}

/** The model's standing over these cases, each as often as it is named. */
export function standingOver({ robustByCase, cleanByCase }: BoardEntry, indices: ArrayLike<number>): Standing {
  let robust = 0
  let clean = 0
  let failed = 0
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number
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

/**
 * Negative where a is better: by robust score, of equal ones with fewer failed cases, so that a null never outranks a
 * number, then by clean score, which tells models apart that all collapse.
 */
export function compareStandings(a: Standing, b: Standing): number {
  return b.robust - a.robust || a.failed - b.failed || b.clean - a.clean
}

/** Rank of each item from 1, the best first; ties share the smallest. */
export function minimumRanks<T>(items: readonly T[], compare: (a: T, b: T) => number): number[] {
  const order = items.map((_, i) => i).sort((i, j) => compare(items[i] as T, items[j] as T))
  const ranks = items.map(() => 0)
  order.forEach((item, place) => {
    const before = order[place - 1]
    const isTied = before !== undefined && compare(items[before] as T, items[item] as T) === 0
    ranks[item] = isTied ? (ranks[before] as number) : place + 1
  })
  return ranks
}
