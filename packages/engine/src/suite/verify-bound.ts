import type { FloatTensor } from '../tensor/index.ts'
import type { SuiteEntry } from './suite-definition.ts'

/** An attack returned a volume that it may not return: a defect of ours, never of the model. */
export class AttackBoundError extends Error {
  constructor(entry: string, message: string) {
    super(`Suite entry ${entry}: ${message}`)
    this.name = 'AttackBoundError'
  }
}

/** What the rounding of clean + delta to float32 can add to a distance in [0, 1]. */
const roundingAllowance = 2 ** -24

/**
 * Distances between clean and attacked volume, measured by code that no attack runs through. Throws an
 * AttackBoundError where the attacked volume has another shape, is not finite, leaves [0, 1] or leaves the entry's
 * bound.
 */
export function verifyBound(
  entry: SuiteEntry,
  clean: FloatTensor,
  attacked: FloatTensor,
): { linf: number; l2: number } {
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
  if (entry.epsilon !== null && linf > entry.epsilon / 255 + roundingAllowance) {
    const bound = `${entry.epsilon}/255 = ${entry.epsilon / 255}`
    throw new AttackBoundError(
      entry.name,
      `the attacked volume lies ${linf} away from the clean one; the bound is ${bound}.`,
    )
  }
  return { linf, l2: Math.sqrt(square) }
}
