import { classBlock } from '../../kernels/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import type { LossValue } from '../victim.ts'
import { forEachSoftmaxBlock, type SoftmaxBlock } from './softmax-blocks.ts'

/**
 * L = sum_v w_v CE_v for weights that do not depend on z; dL/dz = w_v (p - y). `weigh` fills `classBlock.weights` for a
 * block. Without room for dz it is left out. An attack is tracked by the mean cross-entropy of all voxels, as SEA (ECCV 2024) has it.
 */
export function weightedCrossEntropy(
  logits: FloatTensor,
  label: Uint8Array,
  dz: Float32Array,
  weigh: (block: SoftmaxBlock) => void,
): LossValue {
  let loss = 0
  let total = 0
  const prediction = forEachSoftmaxBlock(logits, label, (block) => {
    weigh(block)
    total += classBlock.sum(block)
    loss += classBlock.weightedSum(block)
    if (dz.length === 0) return
    classBlock.residual(block)
    classBlock.store(dz, block)
  })
  return { loss, dz, tracked: total / label.length, prediction }
}
