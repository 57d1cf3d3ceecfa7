import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * Masked cross-entropy in which every class of the label weighs the same, however few its voxels:
 * L = 1/(B M) sum over right voxels of CE_v / n_y, where n_y counts the voxels of class y in that volume's label and M
 * the classes present. The surrogate of a macro Dice: without it small organs are never attacked.
 * Tracked without the mask.
 */
export const balancedMaskedCrossEntropy: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  const { batch, voxels, correct } = softmax
  const weights = new Float64Array(label.length)
  let tracked = 0
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    const counts = new Float64Array(softmax.classCount)
    for (let v = first; v < first + voxels; v++) {
      const y = label[v] as number
      counts[y] = (counts[y] as number) + 1
    }
    const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
    for (let v = first; v < first + voxels; v++) {
      const share = 1 / (batch * present * (counts[label[v] as number] as number))
      weights[v] = (correct[v] as number) * share
      tracked += share * (softmax.crossEntropy[v] as number)
    }
  }
  return { ...weightedCrossEntropy(softmax, label, weights), tracked }
}
