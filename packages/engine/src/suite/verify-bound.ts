import type { FloatTensor } from '../tensor/index.ts'
import { boundRadius } from './bound-radius.ts'
import type { SuiteEntry } from './suite-definition.ts'

/** An attack returned a volume that it may not return: a defect of ours, never of the model. */
export class AttackBoundError extends Error {
  constructor(entry: string, message: string) {
    super(`Suite entry ${entry}: ${message}`)
    this.name = 'AttackBoundError'
  }
}

/** What the rounding of clean + delta to float32 can add to one voxel's distance in [0, 1]. */
const roundingAllowance = 2 ** -24

/** Farthest that the entry permits, rounding included: of one voxel in L-inf, in L2 of a volume of `size` values. */
export function largestPermitted({ norm = 'linf', epsilon, storedAs }: Omit<Bound, 'name'>, size: number): number {
  if (epsilon === null) return Number.POSITIVE_INFINITY
  const perVoxel = roundingAllowance + (storedAs === 'uint8' ? 1 / 255 : 0)
  return boundRadius(norm, epsilon, size) + (norm === 'l2' ? perVoxel * Math.sqrt(size) : perVoxel)
}

type Bound = Pick<SuiteEntry, 'name' | 'epsilon' | 'norm' | 'storedAs'>

/**
 * Distances between clean and attacked volume, measured by code that no attack runs through. Throws an
 * AttackBoundError where the attacked volume has another shape, is not finite, leaves [0, 1] or leaves the entry's
 * bound.
 */
export function verifyBound(entry: Bound, clean: FloatTensor, attacked: FloatTensor): { linf: number; l2: number } {
  if (attacked.data.length !== clean.data.length) {
    const found = `${attacked.data.length} voxels`
    throw new AttackBoundError(entry.name, `the attacked volume has ${found}; the clean one has ${clean.data.length}.`)
  }
  let linf = 0
  let square = 0
  for (let i = 0; i < clean.data.length; i++) {
    const value = attacked.data[i] as number
    if (!(value >= 0 && value <= 1)) {
      throw new AttackBoundError(entry.name, `voxel ${i} of the attacked volume is ${value}; it must lie in [0, 1].`)
    }
    const distance = Math.abs(value - (clean.data[i] as number))
    if (distance > linf) linf = distance
    square += distance * distance
  }
  const l2 = Math.sqrt(square)
  const distance = entry.norm === 'l2' ? l2 : linf
  const bound = largestPermitted(entry, clean.data.length)
  if (!(distance <= bound)) {
    const norm = entry.norm === 'l2' ? 'L2' : 'L-inf'
    const stated = `${entry.epsilon}/255${entry.norm === 'l2' ? ' root mean square' : ''}, at most ${bound}`
    throw new AttackBoundError(
      entry.name,
      `the attacked volume lies ${distance} away from the clean one in ${norm}; the bound is ${stated}.`,
    )
  }
  return { linf, l2 }
}
