/** Rank of each value from 1, the smallest first; equal values share the mean of their ranks. */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] as number) - (values[j] as number))
  const ranks = values.map(() => 0)
  let first = 0
  while (first < order.length) {
    const value = values[order[first] as number]
    let after = first
    while (after < order.length && values[order[after] as number] === value) after++
    for (const i of order.slice(first, after)) ranks[i] = (first + 1 + after) / 2
    first = after
  }
  return ranks
}
