import { randomSource, uniformInteger } from '../../attacks/index.ts'
import type { Interval } from '../report.ts'

/** Indices of the cases drawn with replacement, `samples` times. One such draw serves all models: it is paired. */
export function drawResamples(caseCount: number, samples: number, key: readonly (string | number)[]): Uint32Array[] {
  const random = randomSource(['bootstrap', ...key, caseCount])
  return Array.from({ length: samples }, () =>
    Uint32Array.from({ length: caseCount }, () => uniformInteger(random, caseCount)),
  )
}

/** Mean of the values at these indices. */
export function meanAt(values: readonly number[], indices: Uint32Array): number {
  let sum = 0
  for (const index of indices) sum += values[index] as number
  return sum / indices.length
}

/** Mean with its 95 % percentile interval over the resamples. */
export function intervalOf(values: readonly number[], resamples: readonly Uint32Array[]): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const means = Float64Array.from(resamples, (indices) => meanAt(values, indices)).sort()
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975) }
}

/** Quantile of ascending values, interpolated linearly between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (high - low) * (position - below)
}
