import type { Loss } from './loss.ts'
import { type VoxelSoftmax, voxelSoftmax } from './voxel-softmax.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * CosPGD as published (Agnihotri et al., ICML 2024): L = mean_v cos(p_v, y_v) CE_v, the cosine p_y / ||p|| taken as a
 * constant, so that voxels count by how much of the prediction still points at the label.
 */
export const cospgdCrossEntropy: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  const weights = cosines(softmax, label)
  const share = 1 / label.length
  for (let v = 0; v < weights.length; v++) weights[v] = (weights[v] as number) * share
  return weightedCrossEntropy(softmax, label, weights)
}

/** cos(p_v, y_v) = p_y / ||p|| of each voxel, [B, D, H, W]; in (0, 1]. */
export function cosines(softmax: VoxelSoftmax, label: Uint8Array): Float64Array {
  const { batch, classCount, voxels, p } = softmax
  const cosine = new Float64Array(label.length)
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const value = p[plane + v] as number
        cosine[first + v] = (cosine[first + v] as number) + value * value
      }
    }
    for (let v = 0; v < voxels; v++) {
      const y = label[first + v] as number
      const py = p[(b * classCount + y) * voxels + v] as number
      cosine[first + v] = py / Math.sqrt(cosine[first + v] as number)
    }
  }
  return cosine
}
