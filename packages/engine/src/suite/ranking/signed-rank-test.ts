import { midranks } from './midranks.ts'
import { upperTail } from './normal-distribution.ts'

/** Up to so many cases the distribution is counted out; beyond, the normal one stands for it. SciPy's and R's choice. */
const mostCountedOut = 50

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that paired scores a and b differ by as much in either direction.
 * Cases without a difference take part in the ranking and are dropped thereafter (Pratt 1959): dropped before, they could
 * make a difference significant that is not. Ties share their mean rank. Up to 50 cases the p-value is exact given the
 * ranks, every combination of signs being as likely; beyond it is the normal approximation without continuity
 * correction. 1 where nothing differs.
 */
export function signedRankTest(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`There are ${a.length} and ${b.length} scores; pairs are needed.`)
  // Equal differences of scores in [0, 1] part in the last bits; they are ties all the same.
  const differences = a.map((value, i) => Math.round((value - (b[i] ?? 0)) * 1e9))
  const ranks = midranks(differences.map((difference) => Math.abs(difference)))
  const signed = ranks.filter((_, i) => differences[i] !== 0)
  const positive = ranks.reduce((sum, rank, i) => ((differences[i] as number) > 0 ? sum + rank : sum), 0)
  const total = signed.reduce((sum, rank) => sum + rank, 0)
  const larger = Math.max(positive, total - positive)
  if (signed.length === 0 || larger * 2 === total) return 1
  return Math.min(1, 2 * (a.length <= mostCountedOut ? exactTail(signed, larger) : normalTail(signed, larger)))
}

function normalTail(ranks: readonly number[], sum: number): number {
  const mean = ranks.reduce((total, rank) => total + rank, 0) / 2
  const variance = ranks.reduce((total, rank) => total + rank * rank, 0) / 4
  return upperTail((sum - mean) / Math.sqrt(variance))
}

/** Share of the 2^n combinations of signs whose positive ranks add up to at least `sum`. */
function exactTail(ranks: readonly number[], sum: number): number {
  // Mean ranks are multiples of 1/2.
  const doubled = ranks.map((rank) => Math.round(2 * rank))
  const counts = countSums(doubled)
  let atLeast = 0
  for (let s = Math.round(2 * sum); s < counts.length; s++) atLeast += counts[s] as number
  return atLeast / 2 ** ranks.length
}

const untied = new Map<number, Float64Array>()

/** By sum, how many subsets of these whole numbers have it. Exact: there are at most 2^50. */
function countSums(numbers: readonly number[]): Float64Array {
  const isUntied = numbers.toSorted((x, y) => x - y).every((number, i) => number === 2 * (i + 1))
  const known = isUntied ? untied.get(numbers.length) : undefined
  if (known) return known
  const counts = new Float64Array(numbers.reduce((sum, number) => sum + number, 0) + 1)
  counts[0] = 1
  let reached = 0
  for (const number of numbers) {
    reached += number
    for (let s = reached; s >= number; s--) counts[s] = (counts[s] as number) + (counts[s - number] as number)
  }
  if (isUntied) untied.set(numbers.length, counts)
  return counts
}
