import { classBlock, countOverlaps } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { extentsOf } from './softmax-blocks.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * Masked cross-entropy in which every class of the label weighs the same, however few its voxels:
 * L = 1/(B M) sum over right voxels of CE_v / n_y, where n_y counts the voxels of class y in that volume's label and M
 * the classes present. The surrogate of a macro Dice: without it small organs are never attacked.
 * Tracked without the mask.
 */
export const balancedMaskedCrossEntropy: Loss = (logits, label, dz = new Float32Array(logits.data.length)) => {
  const { batch, classCount, voxels } = extentsOf(logits, label)
  const shares = Array.from({ length: batch }, (_, b) =>
    classShares(label.subarray(b * voxels, (b + 1) * voxels), classCount).map((share) => share / batch),
  )
  let tracked = 0
  const value = weightedCrossEntropy(logits, label, dz, (block) => {
    tracked = classBlock.classWeights(shares[block.volume] as Float64Array, tracked, block)
  })
  return { ...value, tracked }
}

/** 1 / (M n_y) for each class y of the label, 0 for others. */
function classShares(label: Uint8Array, classCount: number): Float64Array {
  const overlaps = countOverlaps(label, label, classCount)
  const counts = Float64Array.from({ length: classCount }, (_, k) => overlaps[3 * k] as number)
  const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  return counts.map((count) => (count > 0 ? 1 / (present * count) : 0))
}
