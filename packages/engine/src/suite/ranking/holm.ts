/**
 * p-values adjusted by Holm's step-down procedure (Holm 1979), in their order: the i-th smallest of m times m - i + 1, not
 * below its forerunner's, at most 1. Rejecting where the result is at most alpha holds the chance of any false rejection
 * at alpha, however the tests depend on each other.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] as number) - (pValues[j] as number))
  const adjusted = pValues.map(() => 1)
  let least = 0
  order.forEach((index, place) => {
    least = Math.max(least, Math.min(1, (pValues[index] as number) * (pValues.length - place)))
    adjusted[index] = least
  })
  return adjusted
}
