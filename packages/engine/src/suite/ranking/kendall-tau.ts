/**
 * Kendall's tau-b between two rankings of the same entries: (concordant - discordant pairs) / sqrt((pairs untied in a)
 * (pairs untied in b)); 1 where both order alike, -1 where they are reversed. Null where either ties all entries.
 */
export function kendallTau(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) throw new RangeError(`There are ${a.length} and ${b.length} ranks; pairs are needed.`)
  let [agreement, untiedInA, untiedInB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const inA = Math.sign((a[i] as number) - (a[j] as number))
      const inB = Math.sign((b[i] as number) - (b[j] as number))
      agreement += inA * inB
      untiedInA += inA * inA
      untiedInB += inB * inB
    }
  }
  if (untiedInA === 0 || untiedInB === 0) return null
  return agreement / Math.sqrt(untiedInA * untiedInB)
}
