import { classBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { forEachSoftmaxBlock } from './softmax-blocks.ts'

/**
 * Mean over voxels of the Jensen-Shannon divergence of softmax(z) to the one-hot label. It depends on q = p_y alone:
 * JS = log 2 + (q log q - (1 + q) log(1 + q)) / 2, in [0, log 2]; dJS/dz_k = q log(q / (1 + q)) (y_k - p_k) / 2.
 * Bounded, and fading on voxels already flipped, so that they do not drown the others.
 */
export const jensenShannon: Loss = (logits, label, dz = new Float32Array(logits.data.length)) => {
  let sum = 0
  const prediction = forEachSoftmaxBlock(logits, label, (block) => {
    classBlock.jensenShannonWeights(1 / label.length, block)
    sum += classBlock.sum(block)
    if (dz.length === 0) return
    classBlock.residual(block)
    classBlock.store(dz, block)
  })
  return { loss: sum / label.length, dz, prediction }
}
