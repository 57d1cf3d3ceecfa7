import type { RandomSource, Victim } from '../../attacks/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import type { Slope } from './evidence.ts'

/** From steps whose rounding is negligible down to ones that meet few kinks. */
const gradientSteps = [3e-2, 1e-2, 3e-3, 1e-3]
const randomSteps = [1e-2, 3e-3]
const randomDirections = 4

export interface SlopeRequest {
  readonly victim: Victim
  readonly image: FloatTensor
  /** f(image). */
  readonly logits: FloatTensor
  readonly random: RandomSource
  readonly signal?: AbortSignal | undefined
}

/**
 * Compares the gradient of s(x) = <u, f(x)>, u uniform in [-1/2, 1/2), with central differences, along itself and along
 * random signs, and counts its zeros. A random cotangent keeps the losses out: one that fades on a confident network
 * says nothing about the network's gradient.
 */
export async function measureSlopes(
  request: SlopeRequest,
): Promise<{ readonly slopes: Slope[]; readonly zeroGradientShare: number }> {
  const { victim, image, logits, random, signal } = request
  const u = logits.data.map(() => random.uniform() - 0.5)
  const objective = ({ data }: FloatTensor) => ({ loss: dot(u, data), dz: u.slice() })
  const { dx } = await victim.lossGradient(image, objective)
  const largest = dx.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const alongGradient = dx.data.map((value) => (largest > 0 ? value / largest : random.uniform() - 0.5))
  const directions: { direction: Slope['direction']; steps: readonly number[]; v: Float32Array }[] = [
    { direction: 'gradient', steps: gradientSteps, v: alongGradient },
    ...Array.from({ length: randomDirections }, () => ({
      direction: 'random' as const,
      steps: randomSteps,
      v: dx.data.map(() => (random.uniform() < 0.5 ? -1 : 1)),
    })),
  ]
  const noise = roundingOf(u, logits.data)
  const slopes: Slope[] = []
  for (const { direction, steps, v } of directions) {
    for (const step of steps) {
      signal?.throwIfAborted()
      const above = dot(u, (await victim.logits(moved(image, v, step))).data)
      const below = dot(u, (await victim.logits(moved(image, v, -step))).data)
      const measured = (above - below) / (2 * step)
      const claimed = dot(dx.data, v)
      if (!Number.isFinite(measured) || !Number.isFinite(claimed)) continue
      slopes.push({ direction, step, claimed, measured, rounding: noise / step })
    }
  }
  const zeros = dx.data.reduce((count, value) => count + (value === 0 ? 1 : 0), 0)
  return { slopes, zeroGradientShare: zeros / dx.data.length }
}

function moved({ shape, data }: FloatTensor, v: Float32Array, step: number): FloatTensor {
  return { shape, data: data.map((value, index) => value + step * (v[index] as number)) }
}

/** Inner product in float64. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** Spread of <u, f(x)> from float32 rounding of f: a few units in the last place, added in quadrature. */
function roundingOf(u: Float32Array, logits: Float32Array): number {
  let squares = 0
  for (let i = 0; i < u.length; i++) squares += ((u[i] as number) * (logits[i] as number)) ** 2
  return 8 * 2 ** -23 * Math.sqrt(squares)
}
