import type { LossValue } from '../victim.ts'
import type { VoxelSoftmax } from './voxel-softmax.ts'

/**
 * L = sum_v w_v CE_v for weights that do not depend on z; dL/dz = w_v (p - y). `softmax.p` is consumed: it becomes
 * the gradient. An attack is tracked by the mean cross-entropy of all voxels, as SEA (ECCV 2024) has it.
 */
export function weightedCrossEntropy(softmax: VoxelSoftmax, label: Uint8Array, weights: Float64Array): LossValue {
  const { p, crossEntropy } = softmax
  let loss = 0
  let total = 0
  for (let v = 0; v < weights.length; v++) {
    const weight = weights[v] as number
    total += crossEntropy[v] as number
    // 0 * Infinity would be NaN where a voxel of no weight is hopelessly wrong.
    if (weight !== 0) loss += weight * (crossEntropy[v] as number)
  }
  scaleResidual(softmax, label, weights)
  return { loss, dz: p, tracked: total / weights.length }
}

/** p becomes w_v (p - y), in place: the label's class first, so that no pass over the others asks for it. */
export function scaleResidual(
  { batch, classCount, voxels, p }: VoxelSoftmax,
  label: Uint8Array,
  weights: Float64Array,
): void {
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    for (let v = 0; v < voxels; v++) {
      const at = (b * classCount + (label[first + v] as number)) * voxels + v
      p[at] = (p[at] as number) - 1
    }
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) p[plane + v] = (weights[first + v] as number) * (p[plane + v] as number)
    }
  }
}
