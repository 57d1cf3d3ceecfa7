import { shift, stagedMean, subtract } from './arithmetic.ts'
import type { GraphBuilder } from './graph-builder.ts'

/** The two factors of a standardised input (x - mean) / sqrt(var + epsilon). */
export interface Standardised {
  /** x - mean. */
  readonly centred: string
  /** 1 / sqrt(var + epsilon), the reduced axes kept as 1. */
  readonly inverseDeviation: string
}

/**
 * The statistics of x over the axes, in plain operators. The forward pass and its gradient write the same nodes, so that
 * they are computed once (see optimize/common-subexpressions). With `isCentred` false the mean stays (RMS).
 */
export function standardise(
  g: GraphBuilder,
  x: string,
  options: { readonly axes: readonly number[]; readonly epsilon: number; readonly isCentred?: boolean },
): Standardised {
  const { axes, epsilon, isCentred = true } = options
  const centred = isCentred ? subtract(g, x, stagedMean(g, x, axes)) : x
  const variance = stagedMean(g, centred, axes, 'ReduceSumSquare')
  return { centred, inverseDeviation: g.emit('Reciprocal', [g.emit('Sqrt', [shift(g, variance, epsilon)])]) }
}
