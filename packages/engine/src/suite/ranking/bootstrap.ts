import { randomSource, uniformInteger } from '../../attacks/index.ts'
import type { Interval } from '../report.ts'
import { upperTail } from './normal-distribution.ts'
import { studentQuantile } from './student-quantile.ts'

/** Share of repetitions in which an interval misses what it is of. */
const miss = 0.05

/** With fewer cases too few different resamples exist for a quantile of their t. */
const leastForBootstrap = 4

/** Indices of the cases drawn with replacement, `samples` times. One such draw serves all models: it is paired. */
export function drawResamples(caseCount: number, samples: number, key: readonly (string | number)[]): Uint32Array[] {
  const random = randomSource(['bootstrap', ...key, caseCount])
  return Array.from({ length: samples }, () =>
    Uint32Array.from({ length: caseCount }, () => uniformInteger(random, caseCount)),
  )
}

/**
 * Mean of scores in [0, 1] with its 95 % interval over the resamples, the studentised bootstrap (bootstrap-t, Efron and
 * Tibshirani 1993, chapter 12) within [0, 1]; of two or three scores Student's interval, of one the score itself. Equal
 * scores have no width. The percentile and BCa bootstraps are too narrow on few cases: see docs/decisions/0009.
 */
export function intervalOf(values: readonly number[], resamples: readonly Uint32Array[]): Interval {
  const { mean, error } = momentsAt(
    values,
    Array.from(values, (_, i) => i),
  )
  if (values.length < 2 || error < 1e-9) return { mean, low: mean, high: mean }
  const [least, greatest] =
    values.length < leastForBootstrap || resamples.length === 0
      ? symmetric(studentQuantile(miss / 2, values.length - 1))
      : studentised(values, resamples, mean)
  return { mean, low: Math.max(0, mean - greatest * error), high: Math.min(1, mean - least * error) }
}

function symmetric(bound: number): readonly [number, number] {
  return [-bound, bound]
}

/** Quantiles of (mean of the resample - mean) / standard error of the resample; never both on one side of 0. */
function studentised(
  values: readonly number[],
  resamples: readonly Uint32Array[],
  mean: number,
): readonly [number, number] {
  const deviates = Float64Array.from(resamples, (indices) => {
    const drawn = momentsAt(values, indices)
    const difference = drawn.mean - mean
    if (Math.abs(difference) < 1e-9) return 0
    return drawn.error < 1e-9 ? Math.sign(difference) * Number.MAX_VALUE : difference / drawn.error
  }).sort()
  return [Math.min(0, quantile(deviates, miss / 2)), Math.max(0, quantile(deviates, 1 - miss / 2))]
}

/** Mean of the values at these indices and its standard error, 0 for a single value. */
function momentsAt(
  values: readonly number[],
  indices: ArrayLike<number>,
): { readonly mean: number; readonly error: number } {
  const count = indices.length
  let sum = 0
  for (let i = 0; i < count; i++) sum += values[indices[i] as number] as number
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += ((values[indices[i] as number] as number) - mean) ** 2
  return { mean, error: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0 }
}

/**
 * The share that a 95 % percentile interval leaves out at each end, expanded for the narrowness of the bootstrap on few
 * cases: Phi(-sqrt(n / (n - 1)) t), t Student's (Hesterberg 2015, The American Statistician 69: 371-386, section 3.3).
 */
export function expandedTail(caseCount: number): number {
  if (caseCount < 2) return 0
  return upperTail(Math.sqrt(caseCount / (caseCount - 1)) * studentQuantile(miss / 2, caseCount - 1))
}

/** Quantile of ascending values, interpolated linearly between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low === high ? low : low + (high - low) * (position - below)
}
