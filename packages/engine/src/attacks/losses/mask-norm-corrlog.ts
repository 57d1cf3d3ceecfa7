import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'

/**
 * L = 1/(B V) sum over right voxels (argmax z = y) of -z_y / ||z||_2; dL/dz_k = -(y_k / n - z_y z_k / n^3) / (B V)
 * with n = ||z||. Blind to the scale of the logits, so that scaling them does not hide the gradient. A voxel whose
 * logits are all 0 gives nothing. Tracked without the mask.
 */
export const maskNormCorrlog: Loss = (logits, label) => {
  const { batch, classCount, voxels, p: dz, correct } = voxelSoftmax(logits, label)
  const z = logits.data
  const share = 1 / label.length
  const square = new Float64Array(voxels)
  let loss = 0
  let tracked = 0
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    square.fill(0)
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) square[v] = (square[v] as number) + (z[plane + v] as number) ** 2
    }
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const norm = Math.sqrt(square[v] as number)
        const y = label[first + v] as number
        const zy = z[(b * classCount + y) * voxels + v] as number
        if (y === k && norm > 0) tracked -= (share * zy) / norm
        if (correct[first + v] === 0 || norm === 0) {
          dz[plane + v] = 0
          continue
        }
        if (y === k) loss -= (share * zy) / norm
        dz[plane + v] = -share * ((y === k ? 1 : 0) / norm - (zy * (z[plane + v] as number)) / norm ** 3)
      }
    }
  }
  return { loss, dz, tracked }
}
