import { randomSource } from '@voxproof/engine/attacks'
import type { WindowModel } from '@voxproof/engine/inference'

/** One direction of the input along which the gradient was compared with differences. */
export interface DirectionCheck {
  /** <dx, v>: the slope that the gradient claims. */
  readonly claimed: number
  /** (s(x + h v) - s(x - h v)) / 2h for the step h whose slope is closest. */
  readonly measured: number
  readonly step: number
  /** |measured - claimed| over the larger of both. */
  readonly relativeError: number
}

export interface GradientCheck {
  readonly directions: readonly DirectionCheck[]
  /** Cosine similarity of the claimed and the measured slopes over all directions. */
  readonly cosine: number
  readonly zeroFraction: number
  readonly agrees: boolean
}

/** Steps in units of the [0, 1] range: large ones drown rounding, small ones step over no kink. */
const steps = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3] as const

/**
 * Compares the gradient of s(x) = <u, f(x)>, u random, with central differences along random directions: smooth ones,
 * of which the differences of a whole float32 network are the most reliable. It agrees where the slopes' cosine
 * similarity is above 0.98, or where neither moves.
 */
export async function checkGradient(
  model: WindowModel,
  options: { readonly directions: number; readonly seed: number },
): Promise<GradientCheck> {
  const random = randomSource([options.seed])
  const uniform = () => random.uniform()
  const size = model.channelCount * model.windowShape.reduce((product, extent) => product * extent, 1)
  const x = Float32Array.from({ length: size }, () => 0.25 + 0.5 * uniform())
  const logits = await model.forward(x)
  const u = logits.map(() => uniform() - 0.5)
  const dx = await model.vjp(x, u)
  const score = async (at: Float32Array) => dot(u, await model.forward(at))
  const directions: DirectionCheck[] = []
  for (let count = 0; count < options.directions; count++) {
    // A share of the gradient itself keeps the slope above the rounding of s.
    const largest = dx.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
    const v = dx.map((value) => uniform() - 0.5 + (0.5 * value) / largest)
    const claimed = dot(dx, v)
    const tries: DirectionCheck[] = []
    for (const step of steps) {
      const measured = ((await score(moved(x, v, step))) - (await score(moved(x, v, -step)))) / (2 * step)
      const scale = Math.max(Math.abs(measured), Math.abs(claimed), 1e-30)
      tries.push({ claimed, measured, step, relativeError: Math.abs(measured - claimed) / scale })
    }
    directions.push(tries.reduce((best, next) => (next.relativeError < best.relativeError ? next : best)))
  }
  const claimed = Float32Array.from(directions, (check) => check.claimed)
  const measured = Float32Array.from(directions, (check) => check.measured)
  const norms = Math.sqrt(dot(claimed, claimed) * dot(measured, measured))
  const cosine = norms === 0 ? 0 : dot(claimed, measured) / norms
  const moves = dot(claimed, claimed) + dot(measured, measured) > 0
  const zeros = dx.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0)
  return { directions, cosine: moves ? cosine : 1, zeroFraction: zeros / dx.length, agrees: !moves || cosine > 0.98 }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

function moved(x: Float32Array, v: Float32Array, step: number): Float32Array {
  return x.map((value, index) => value + step * (v[index] ?? 0))
}
