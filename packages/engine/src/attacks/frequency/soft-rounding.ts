/**
 * Soft rounding of u = c / q with sharpness a in (0, 1): phi(u) = floor u + (1 + tanh((u - floor u - 1/2) k) / (1 - a))
 * / 2 with k = ln(2 / a - 1), and phi'(u) = k (1 - tanh^2) / (2 (1 - a)), the floor held. As a falls to 0 it becomes
 * rounding half up.
 */
export interface SoftRounding {
  /** phi(c / q) q. */
  readonly quantised: (c: number, q: number) => number
  /** Its derivative by q: phi(u) - u phi'(u). */
  readonly slope: (c: number, q: number) => number
}

export function softRounding(a: number): SoftRounding {
  const k = Math.log(2 / a - 1)
  const stretch = 1 / (1 - a)
  return {
    quantised(c, q) {
      const u = c / q
      const floor = Math.floor(u)
      return (floor + (1 + stretch * Math.tanh((u - floor - 0.5) * k)) / 2) * q
    },
    slope(c, q) {
      const u = c / q
      const floor = Math.floor(u)
      const tanh = Math.tanh((u - floor - 0.5) * k)
      return floor + (1 + stretch * tanh) / 2 - (u * k * (1 - tanh * tanh) * stretch) / 2
    },
  }
}
