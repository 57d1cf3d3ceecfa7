import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'
import { scaleResidual } from './weighted-cross-entropy.ts'

/**
 * Mean over voxels of the Jensen-Shannon divergence of softmax(z) to the one-hot label. It depends on q = p_y alone:
 * JS = log 2 + (q log q - (1 + q) log(1 + q)) / 2, in [0, log 2]; dJS/dz_k = q log(q / (1 + q)) (y_k - p_k) / 2.
 * Bounded, and fading on voxels already flipped, so that they do not drown the others.
 */
export const jensenShannon: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  const { p, crossEntropy } = softmax
  const share = 1 / label.length
  const slopes = new Float64Array(label.length)
  let loss = 0
  for (let v = 0; v < label.length; v++) {
    const logQ = -(crossEntropy[v] as number)
    const q = Math.exp(logQ)
    const log1q = Math.log1p(q)
    const qLogQ = q > 0 ? q * logQ : 0
    loss += share * (Math.LN2 + (qLogQ - (1 + q) * log1q) / 2)
    slopes[v] = (share * (q * log1q - qLogQ)) / 2
  }
  scaleResidual(softmax, label, slopes)
  return { loss, dz: p }
}
