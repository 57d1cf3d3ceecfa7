import { classBlock } from '../../kernels/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import type { LossValue } from '../victim.ts'
import { forEachSoftmaxBlock, type SoftmaxBlock } from './softmax-blocks.ts'

/**
 * L = sum_v w_v CE_v for weights that do not depend on z; dL/dz = w_v (p - y). `weigh` fills `classBlock.weights` for a
 * block. An attack is tracked by the mean cross-entropy of all voxels, as SEA (ECCV 2024) has it.
 */
export function weightedCrossEntropy(
  logits: FloatTensor,
  label: Uint8Array,
  weigh: (block: SoftmaxBlock) => void,
): LossValue {
  const { weights, crossEntropy } = classBlock
  const dz = new Float32Array(logits.data.length)
  let loss = 0
  let total = 0
  forEachSoftmaxBlock(logits, label, (block) => {
    weigh(block)
    for (let v = 0; v < block.length; v++) {
      const entropy = crossEntropy[v] as number
      const weight = weights[v] as number
      total += entropy
      // 0 * Infinity would be NaN where a voxel of no weight is hopelessly wrong.
      if (weight !== 0) loss += weight * entropy
    }
    classBlock.residual(block)
    classBlock.store(dz, block)
  })
  return { loss, dz, tracked: total / label.length }
}
