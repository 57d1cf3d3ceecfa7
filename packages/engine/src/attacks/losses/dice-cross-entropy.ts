import { classBlock, forEachBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { extentsOf, forEachSoftmaxBlock } from './softmax-blocks.ts'

/**
 * MONAI's DiceCELoss(to_onehot_y, softmax, squared_pred, smooth_nr=0, smooth_dr=1e-6), background included:
 * L = mean_{b,c}[1 - 2 I / S] + mean CE with I = sum y p and S = sum y + sum p^2 + 1e-6 over a volume's voxels.
 * dL/dp = (-2 y / S + 4 I p / S^2) / (B C); dL/dz = p (dL/dp - sum_k dL/dp_k p_k) + (p - y) / (B V).
 */
export const diceCrossEntropy: Loss = (logits, label) => {
  const { batch, classCount, voxels } = extentsOf(logits, label)
  const { crossEntropy, sums, slopes } = classBlock
  const sumsByVolume = Array.from({ length: batch }, () => new Float64Array(3 * classCount))
  // p in between.
  const dz = new Float32Array(logits.data.length)
  let entropy = 0
  forEachSoftmaxBlock(logits, label, (block) => {
    for (let v = 0; v < block.length; v++) entropy += crossEntropy[v] as number
    sums.set(sumsByVolume[block.volume] as Float64Array)
    classBlock.addDiceSums(block)
    sumsByVolume[block.volume]?.set(sums.subarray(0, 3 * classCount))
    classBlock.store(dz, block)
  })
  const meanShare = 1 / (batch * voxels)
  const diceShare = 1 / (batch * classCount)
  let loss = entropy * meanShare
  for (const [volume, byClass] of sumsByVolume.entries()) {
    for (let k = 0; k < classCount; k++) {
      const intersection = byClass[3 * k] as number
      const size = (byClass[3 * k + 1] as number) + (byClass[3 * k + 2] as number) + 1e-6
      loss += (1 - (2 * intersection) / size) * diceShare
      slopes[2 * k] = ((4 * intersection) / (size * size)) * diceShare
      slopes[2 * k + 1] = (-2 / size) * diceShare
    }
    forEachBlock({ first: volume * classCount * voxels, voxels, classCount }, (place) => {
      classBlock.load(dz, place)
      classBlock.loadLabels(label, volume * voxels + place.start, place.length)
      classBlock.diceGradient(meanShare, place)
      classBlock.store(dz, place)
    })
  }
  return { loss, dz }
}
