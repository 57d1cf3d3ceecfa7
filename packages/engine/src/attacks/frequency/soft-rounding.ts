import { pullBackRounding, quantise } from '../../kernels/index.ts'

/**
 * Soft rounding of u = c / q with sharpness a in (0, 1): phi(u) = floor u + (1 + tanh((u - floor u - 1/2) k) / (1 - a))
 * / 2 with k = ln(2 / a - 1), and phi'(u) = k (1 - tanh^2) / (2 (1 - a)), the floor held. As a falls to 0 it becomes
 * rounding half up.
 */
export interface SoftRounding {
  /** phi(c / q) q of each coefficient; takes the place of c. */
  readonly quantise: (c: Float32Array, q: Float32Array) => void
  /** g times its derivative by q, phi(u) - u phi'(u); takes the place of g. */
  readonly pullBack: (g: Float32Array, c: Float32Array, q: Float32Array) => void
}

export function softRounding(a: number): SoftRounding {
  const sharpness = { k: Math.log(2 / a - 1), stretch: 1 / (1 - a) }
  return {
    quantise: (c, q) => quantise(c, q, sharpness),
    pullBack: (g, c, q) => pullBackRounding(g, c, q, sharpness),
  }
}
