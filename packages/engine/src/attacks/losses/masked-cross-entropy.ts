import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * Cross-entropy of the voxels that are still right, as in SEA (Croce, Singh & Hein, ECCV 2024):
 * L = 1/(B V) sum over v with argmax z = y of CE_v. Voxels already lost pull no more.
 */
export const maskedCrossEntropy: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  const share = 1 / label.length
  const weights = new Float64Array(label.length)
  for (let v = 0; v < weights.length; v++) weights[v] = (softmax.correct[v] as number) * share
  return weightedCrossEntropy(softmax, label, weights)
}
