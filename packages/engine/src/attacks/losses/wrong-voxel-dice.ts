import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'

/**
 * SegPGD's loss as the code of Malik et al. (BMVC 2024) has it, lambda held at 1: the soft Dice loss over the wrong
 * voxels of all classes together, L = 1 - 2 I / S, I = sum y p, S = sum y + sum p^2 + 1e-5, sums over classes and the
 * voxels with argmax z != y. dL/dp = -2 y / S + 4 I p / S^2 there, 0 elsewhere. 1 where no voxel is wrong.
 */
export const wrongVoxelDice: Loss = (logits, label) => {
  const { batch, classCount, voxels, p, correct } = voxelSoftmax(logits, label)
  let intersection = 0
  let size = 1e-5
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        if (correct[first + v] === 1) continue
        const pk = p[plane + v] as number
        size += pk * pk
        if (label[first + v] === k) {
          intersection += pk
          size += 1
        }
      }
    }
  }
  const atLabel = -2 / size
  const slope = (4 * intersection) / (size * size)
  const inner = new Float64Array(voxels)
  for (let b = 0; b < batch; b++) {
    const first = b * voxels
    inner.fill(0)
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        inner[v] = (inner[v] as number) + pk * (slope * pk + (label[first + v] === k ? atLabel : 0))
      }
    }
    for (let k = 0; k < classCount; k++) {
      const plane = (b * classCount + k) * voxels
      for (let v = 0; v < voxels; v++) {
        const pk = p[plane + v] as number
        const dp = slope * pk + (label[first + v] === k ? atLabel : 0)
        p[plane + v] = correct[first + v] === 1 ? 0 : pk * (dp - (inner[v] as number))
      }
    }
  }
  return { loss: 1 - (2 * intersection) / size, dz: p }
}
