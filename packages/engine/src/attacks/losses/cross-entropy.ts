import { classBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/** L = mean over batch and voxels of -log softmax(z)_y; dL/dz = (p - y) / (B V). */
export const crossEntropy: Loss = (logits, label, dz = new Float32Array(logits.data.length)) => {
  const share = 1 / label.length
  return weightedCrossEntropy(logits, label, dz, () => classBlock.weights.fill(share))
}
