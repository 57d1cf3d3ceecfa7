import type { Loss } from './loss.ts'
import { voxelSoftmax } from './voxel-softmax.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * SegPGD's loss (Gu et al., ECCV 2022): L = 1/(B V) [(1 - lambda) sum over right voxels of CE + lambda sum over wrong
 * ones]. `lambda` in [0, 1/2] grows as t / (2 T) over the attack's steps: first break what is right, then keep it broken.
 */
export function segpgdCrossEntropy(lambda: number): Loss {
  return (logits, label) => {
    const softmax = voxelSoftmax(logits, label)
    const ofRight = (1 - lambda) / label.length
    const ofWrong = lambda / label.length
    const weights = new Float64Array(label.length)
    for (let v = 0; v < weights.length; v++) weights[v] = softmax.correct[v] === 1 ? ofRight : ofWrong
    return weightedCrossEntropy(softmax, label, weights)
  }
}
