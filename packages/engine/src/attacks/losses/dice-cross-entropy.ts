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
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    const { intersections, sizes } = overlaps(softmax, label, b)
    inner.fill(0)
    for (let k = 0; k < classCount; k++) {
      const intersection = intersections[k] as number
      const size = sizes[k] as number
      loss += (1 - (2 * intersection) / size) * diceShare
      const atLabel = (-2 / size) * diceShare
      const slope = ((4 * intersection) / (size * size)) * diceShare
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        inner[v] = (inner[v] as number) + pk * (slope * pk + (label[first + v] === k ? atLabel : 0))
      }
    }
    for (let k = 0; k < classCount; k++) {
      const size = sizes[k] as number
      const atLabel = (-2 / size) * diceShare
      const slope = ((4 * (intersections[k] as number)) / (size * size)) * diceShare
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        const y = label[first + v] === k ? 1 : 0
        const dp = slope * pk + y * atLabel
        p[plane + v] = pk * (dp - (inner[v] as number)) + (pk - y) * meanShare
      }
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
    let intersection = 0
    let size = 1e-6
    for (let v = 0; v < voxels; v++) {
      const pk = p[plane + v] as number
      size += pk * pk
      if (label[b * voxels + v] === k) {
        intersection += pk
        size += 1
      }
    }
    intersections[k] = intersection
    sizes[k] = size
  }
  return { intersections, sizes }
}
