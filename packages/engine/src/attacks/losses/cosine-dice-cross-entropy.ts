import { diceCrossEntropy } from './dice-cross-entropy.ts'
import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'

/**
 * CosPGD as the code of Malik et al. (BMVC 2024) has it: L = DiceCE * mean_v cos(p_v, y_v), one scalar for the volume,
 * differentiated through. The cosine p_y / ||p|| does not change with the length of p, so the softmax's Jacobian leaves
 * dcos/dz_k = cos (y_k - p_k^2 / ||p||^2).
 */
export const cosineDiceCrossEntropy: Loss = (logits, label) => {
  const { batch, classCount, voxels, p } = voxelSoftmax(logits, label)
  const { loss, dz } = diceCrossEntropy(logits, label)
  const square = new Float64Array(label.length)
  const cosine = new Float64Array(label.length)
  let sum = 0
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) square[first + v] = (square[first + v] as number) + (p[plane + v] as number) ** 2
    }
    for (let v = 0; v < voxels; v++) {
      const ofLabel = p[(b * classCount + (label[first + v] as number)) * voxels + v] as number
      cosine[first + v] = ofLabel / Math.sqrt(square[first + v] as number)
      sum += cosine[first + v] as number
    }
  }
  const meanCosine = sum / label.length
  const share = loss / label.length
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const y = label[first + v] === k ? 1 : 0
        const ofSquare = (p[plane + v] as number) ** 2 / (square[first + v] as number)
        const slope = (cosine[first + v] as number) * (y - ofSquare)
        dz[plane + v] = meanCosine * (dz[plane + v] as number) + share * slope
      }
    }
  }
  return { loss: loss * meanCosine, dz }
}
