import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/** L = mean over batch and voxels of -log softmax(z)_y; dL/dz = (p - y) / (B V). */
export const crossEntropy: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  return weightedCrossEntropy(softmax, label, new Float64Array(label.length).fill(1 / label.length))
}
