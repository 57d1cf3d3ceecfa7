import { holmAdjusted } from './holm.ts'
import { signedRankTest } from './signed-rank-test.ts'

/** Chance, over a whole board, of calling any two models different that are not. */
const significance = 0.05

/**
 * Whether two of the models, named by their place, do not differ significantly: Wilcoxon's signed-rank test over the
 * cases for each pair, corrected by Holm for all pairs. A failed case (null) scores 0.
 */
export function indistinguishable(
  scoresByModel: readonly (readonly (number | null)[])[],
): (a: number, b: number) => boolean {
  const scores = scoresByModel.map((ofModel) => ofModel.map((score) => score ?? 0))
  const pairs = scores.flatMap((_, b) => Array.from({ length: b }, (__, a) => [a, b] as const))
  const adjusted = holmAdjusted(pairs.map(([a, b]) => signedRankTest(scores[a] ?? [], scores[b] ?? [])))
  const differ = new Set(
    pairs.filter((_, i) => (adjusted[i] as number) <= significance).map(([a, b]) => a * scores.length + b),
  )
  return (a, b) => a === b || !differ.has(Math.min(a, b) * scores.length + Math.max(a, b))
}
