import type { LossValue } from '../victim.ts'
import type { Loss } from './loss.ts'
import { type VoxelSoftmax, voxelSoftmax } from './voxel-softmax.ts'

/**
 * MONAI's DiceCELoss(to_onehot_y, softmax, squared_pred, smooth_nr=0, smooth_dr=1e-6), background included:
 * L = mean_{b,c}[1 - 2 I / S] + mean CE with I = sum y p and S = sum y + sum p^2 + 1e-6 over a volume's voxels.
 * dL/dp = (-2 y / S + 4 I p / S^2) / (B C); dL/dz = p (dL/dp - sum_k dL/dp_k p_k) + (p - y) / (B V).
 */
export const diceCrossEntropy: Loss = (logits, label) => diceCrossEntropyOf(voxelSoftmax(logits, label), label)

/** The same from a softmax that is already there; `softmax.p` is consumed: it becomes the gradient. */
export function diceCrossEntropyOf(softmax: VoxelSoftmax, label: Uint8Array): LossValue {
  const { batch, classCount, voxels, p, crossEntropy } = softmax
  const meanShare = 1 / (batch * voxels)
  const diceShare = 1 / (batch * classCount)
  let loss = 0
  for (let v = 0; v < crossEntropy.length; v++) loss += (crossEntropy[v] as number) * meanShare

  const inner = new Float64Array(voxels)
  const ofLabel = new Float64Array(voxels)
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    const { intersections, sizes } = overlaps(softmax, label, b)
    const atLabel = sizes.map((size) => (-2 / size) * diceShare)
    const slopes = sizes.map((size, k) => ((4 * (intersections[k] as number)) / (size * size)) * diceShare)
    inner.fill(0)
    for (let k = 0; k < classCount; k++) {
      loss += (1 - (2 * (intersections[k] as number)) / (sizes[k] as number)) * diceShare
      const slope = slopes[k] as number
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        inner[v] = (inner[v] as number) + slope * pk * pk
      }
    }
    // The label's class apart from the others, so that no pass over these asks for it.
    for (let v = 0; v < voxels; v++) {
      const y = label[first + v] as number
      const py = p[(b * classCount + y) * voxels + v] as number
      const sum = (inner[v] as number) + (atLabel[y] as number) * py
      inner[v] = sum
      ofLabel[v] = py * ((slopes[y] as number) * py + (atLabel[y] as number) - sum) + (py - 1) * meanShare
    }
    for (let k = 0; k < classCount; k++) {
      const slope = slopes[k] as number
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        p[plane + v] = pk * (slope * pk - (inner[v] as number)) + pk * meanShare
      }
    }
    for (let v = 0; v < voxels; v++) {
      p[(b * classCount + (label[first + v] as number)) * voxels + v] = ofLabel[v] as number
    }
  }
  return { loss, dz: p }
}

function overlaps(
  { classCount, voxels, p }: VoxelSoftmax,
  label: Uint8Array,
  b: number,
): { intersections: Float64Array; sizes: Float64Array } {
  const intersections = new Float64Array(classCount)
  const sizes = new Float64Array(classCount)
  for (let k = 0; k < classCount; k++) {
    const plane = (b * classCount + k) * voxels
    let size = 1e-6
    for (let v = 0; v < voxels; v++) {
      const pk = p[plane + v] as number
      size += pk * pk
    }
    sizes[k] = size
  }
  for (let v = 0; v < voxels; v++) {
    const y = label[b * voxels + v] as number
    intersections[y] = (intersections[y] as number) + (p[(b * classCount + y) * voxels + v] as number)
    sizes[y] = (sizes[y] as number) + 1
  }
  return { intersections, sizes }
}
