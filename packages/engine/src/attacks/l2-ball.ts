import { ascendL2, clampedSquares, shrinkTowards, squareSum } from '../kernels/index.ts'
import type { Ball } from './ball.ts'

/**
 * ||x - clean||_2 <= epsilon over the whole volume, sums in float64. Steps have the length alpha along the gradient,
 * whose entries count as 0 where they are not finite. The projection onto the ball and [0, 1] together is exact: the
 * rounding of x to float32 apart, no permitted point is nearer.
 */
export function l2Ball(epsilon: number): Ball {
  const fround = Math.fround
  return {
    norm: 'l2',
    epsilon,
    project: (x, clean) => shrinkTowards(x, clean, scaleWithin(x, clean, epsilon)),
    ascend(x, gradient, alpha) {
      const length = Math.sqrt(squareSum(gradient))
      if (length > 0) ascendL2(x, gradient, alpha / length)
    },
    scatter(x, clean, random) {
      const direction = Float32Array.from(x, () => random.normal())
      const scale = epsilon / Math.sqrt(squareSum(direction))
      for (let i = 0; i < x.length; i++) x[i] = (clean[i] as number) + fround((direction[i] as number) * scale)
      this.project(x, clean)
    },
  }
}

/**
 * The largest s in [0, 1] for which clamp(clean + s (x - clean), 0, 1) lies in the ball: by the conditions of Karush,
 * Kuhn and Tucker the nearest point has this form. With the clamped voxels C known, s^2 = (epsilon^2 - sum_C room^2) /
 * sum_rest delta^2; a larger s only adds to C, so that repeating this ends.
 */
function scaleWithin(x: Float32Array, clean: Float32Array, epsilon: number): number {
  let scale = 0
  for (let round = 0; round < 64; round++) {
    const { clamped, free } = clampedSquares(x, clean, scale)
    if (free === 0) return 1
    const next = Math.sqrt(Math.max(0, epsilon * epsilon - clamped) / free)
    if (next >= 1) return 1
    if (next <= scale * (1 + 1e-9)) return next
    scale = next
  }
  return scale
}
