import type { Loss } from './loss.ts'
import { cosines } from './cospgd-cross-entropy.ts'
import { diceCrossEntropyOf } from './dice-cross-entropy.ts'
import { voxelSoftmax } from './voxel-softmax.ts'

/**
 * CosPGD as the code of Malik et al. (BMVC 2024) has it: L = DiceCE * mean_v cos(p_v, y_v), one scalar for the volume,
 * differentiated through. The cosine p_y / ||p|| does not change with the length of p, so the softmax's Jacobian leaves
 * dcos/dz_k = cos (y_k - p_k^2 / ||p||^2).
 */
export const cosineDiceCrossEntropy: Loss = (logits, label) => {
  const softmax = voxelSoftmax(logits, label)
  const { batch, classCount, voxels } = softmax
  const cosine = cosines(softmax, label)
  const p = softmax.p.slice()
  const { loss, dz } = diceCrossEntropyOf(softmax, label)
  const meanCosine = cosine.reduce((sum, value) => sum + value, 0) / cosine.length
  const share = loss / cosine.length

  const square = new Float64Array(voxels)
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    square.fill(0)
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) square[v] = (square[v] as number) + (p[plane + v] as number) ** 2
    }
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const y = label[first + v] === k ? 1 : 0
        const slope = (cosine[first + v] as number) * (y - (p[plane + v] as number) ** 2 / (square[v] as number))
        dz[plane + v] = meanCosine * (dz[plane + v] as number) + share * slope
      }
    }
  }
  return { loss: loss * meanCosine, dz }
}
