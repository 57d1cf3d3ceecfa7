import { classBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { weightedCrossEntropy } from './weighted-cross-entropy.ts'

/**
 * SegPGD's loss (Gu et al., ECCV 2022): L = 1/(B V) [(1 - lambda) sum over right voxels of CE + lambda sum over wrong
 * ones]. `lambda` in [0, 1/2] grows as t / (2 T) over the attack's steps: first break what is right, then keep it broken.
 */
export function segpgdCrossEntropy(lambda: number): Loss {
  const { weights, correct } = classBlock
  return (logits, label, dz = new Float32Array(logits.data.length)) => {
    const ofWrong = lambda / label.length
    const more = (1 - lambda) / label.length - ofWrong
    return weightedCrossEntropy(logits, label, dz, ({ length }) => {
      for (let v = 0; v < length; v++) weights[v] = ofWrong + (correct[v] as number) * more
    })
  }
}
