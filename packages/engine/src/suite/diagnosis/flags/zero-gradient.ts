import type { FlagRule } from '../findings.ts'
import { rounded } from '../worst-dice.ts'

const mostZeros = 0.5

/**
 * At more than half of the voxels of a case the model's gradient, taken with a random cotangent so that no loss can fade
 * it out, is exactly zero. A voxel of a network without dead ends reaches some logit: on 34 honest networks the share is
 * 0. Half leaves room for masks and for borders that a network crops. Evidence: the largest share among the diagnosed
 * cases, or that on a random volume where none was diagnosed.
 */
export const zeroGradient: FlagRule = ({ evidence, reading }) => {
  const shares = evidence.map(({ zeroGradientShare = 0 }) => zeroGradientShare)
  const share = shares.length > 0 ? Math.max(...shares) : (reading?.check?.zeroShare ?? 0)
  if (share <= mostZeros) return undefined
  return {
    message: `The gradient is exactly zero at ${(100 * share).toFixed(1)} % of the voxels.`,
    evidence: { share: rounded(share) },
  }
}
