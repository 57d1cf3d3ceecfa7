import { balancedMaskedCrossEntropy } from './balanced-masked-cross-entropy.ts'
import { cosineDiceCrossEntropy } from './cosine-dice-cross-entropy.ts'
import { cospgdCrossEntropy } from './cospgd-cross-entropy.ts'
import { crossEntropy } from './cross-entropy.ts'
import { diceCrossEntropy } from './dice-cross-entropy.ts'
import { jensenShannon } from './jensen-shannon.ts'
import type { Loss } from './loss.ts'
import { maskNormCorrlog } from './mask-norm-corrlog.ts'
import { maskedCrossEntropy } from './masked-cross-entropy.ts'
import { wrongVoxelDice } from './wrong-voxel-dice.ts'

/** Every loss that suites and the command line may name. SegPGD's is not here: it changes with the step. */
export const losses = {
  dicece: diceCrossEntropy,
  ce: crossEntropy,
  'masked-ce': maskedCrossEntropy,
  'balanced-masked-ce': balancedMaskedCrossEntropy,
  js: jensenShannon,
  'mask-norm-corrlog': maskNormCorrlog,
  'cospgd-ce': cospgdCrossEntropy,
  'cosine-dicece': cosineDiceCrossEntropy,
  'wrong-dice': wrongVoxelDice,
} as const satisfies Record<string, Loss>

export type LossName = keyof typeof losses
export const lossNames = Object.keys(losses) as readonly LossName[]
