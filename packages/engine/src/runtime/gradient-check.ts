import type { GradientCheck } from '../differentiate/index.ts'
import type { WindowModel } from '../inference/index.ts'

/**
 * Whether the VJP is the gradient of what the model computes: for s(x) = <u, f(x)> and v = dx / max|dx|, the central
 * difference (s(x + h v) - s(x - h v)) / 2h must come within a factor of two of <dx, v> for one of several steps h.
 * Along the gradient itself the signal is as large as it can be; across kinks and normalisations float32 differences of a
 * whole network bear no tighter bound, and a wrong sign, a lost branch or a wrong scale fail this one. A slope below the
 * rounding of the sums says nothing and passes; a zero gradient passes only where the output does not move either.
 */
export async function checkGradient(
  model: WindowModel,
  x: Float32Array,
  logits: Float32Array,
  random: () => number,
): Promise<GradientCheck> {
  const u = logits.map(() => random() - 0.5)
  const dx = await model.vjp(x, u)
  const largest = dx.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const direction = largest === 0 ? dx.map(() => random() - 0.5) : dx.map((value) => value / largest)
  const claimed = dot(dx, direction)
  const zeroShare = dx.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / dx.length
  const measured: { step: number; slope: number }[] = []
  for (const step of [3e-2, 1e-2, 3e-3, 1e-3]) {
    const above = dot(u, await model.forward(moved(x, direction, step)))
    const below = dot(u, await model.forward(moved(x, direction, -step)))
    const slope = (above - below) / (2 * step)
    measured.push({ step, slope })
    const noise = roundingOf(u, logits) / step
    const ratio = claimed === 0 ? Number.NaN : slope / claimed
    if ((ratio > 0.5 && ratio < 2) || Math.max(Math.abs(slope), Math.abs(claimed)) <= noise) {
      return { agrees: true, claimed, measured, zeroShare }
    }
  }
  return { agrees: false, claimed, measured, zeroShare }
}

/** Spread of <u, f(x)> from float32 rounding of f: a few units in the last place, added in quadrature. */
function roundingOf(u: Float32Array, logits: Float32Array): number {
  let squares = 0
  for (let i = 0; i < u.length; i++) squares += ((u[i] ?? 0) * (logits[i] ?? 0)) ** 2
  return 8 * 2 ** -23 * Math.sqrt(squares) + 1e-30
}

/** Inner product in float64. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function moved(x: Float32Array, direction: Float32Array, step: number): Float32Array {
  return x.map((value, index) => value + step * (direction[index] ?? 0))
}
