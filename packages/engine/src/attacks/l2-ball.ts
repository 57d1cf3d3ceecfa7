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
    project(x, clean) {
      const scale = scaleWithin(x, clean, epsilon)
      for (let i = 0; i < x.length; i++) {
        const origin = clean[i] as number
        const delta = fround((x[i] as number) - origin)
        const moved = fround(origin + (scale === 1 ? delta : fround(delta * scale)))
        x[i] = moved > 1 ? 1 : moved < 0 ? 0 : moved
      }
    },
    ascend(x, gradient, alpha) {
      const length = finiteNorm(gradient)
      if (length === 0) return
      for (let i = 0; i < x.length; i++) {
        const slope = gradient[i] as number
        if (Number.isFinite(slope)) x[i] = (x[i] as number) + fround((alpha / length) * slope)
      }
    },
    scatter(x, clean, random) {
      const direction = Float32Array.from(x, () => random.normal())
      const scale = epsilon / finiteNorm(direction)
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
    let clamped = 0
    let free = 0
    for (let i = 0; i < x.length; i++) {
      const origin = clean[i] as number
      const delta = (x[i] as number) - origin
      const room = delta > 0 ? 1 - origin : origin
      if (Math.abs(delta) * scale > room) clamped += room * room
      else free += delta * delta
    }
    if (free === 0) return 1
    const next = Math.sqrt(Math.max(0, epsilon * epsilon - clamped) / free)
    if (next >= 1) return 1
    if (next <= scale * (1 + 1e-9)) return next
    scale = next
  }
  return scale
}

function finiteNorm(values: Float32Array): number {
  let square = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (Number.isFinite(value)) square += value * value
  }
  return Math.sqrt(square)
}
