import type { RandomSource } from './random-source.ts'

/**
 * A set of permitted perturbations around a clean volume, intersected with [0, 1]. All arithmetic is float32, each
 * operation rounded as PyTorch rounds it; arrays are changed in place.
 */
export interface Ball {
  readonly norm: 'linf' | 'l2'
  /** Radius, in units of the [0, 1] range. */
  readonly epsilon: number
  /** x becomes the permitted point nearest to it. */
  project(x: Float32Array, clean: Float32Array): void
  /** x moves by `alpha` along the direction of steepest ascent in this norm. Not projected. */
  ascend(x: Float32Array, gradient: Float32Array, alpha: number): void
  /** x becomes a random permitted point. */
  scatter(x: Float32Array, clean: Float32Array, random: RandomSource): void
}
