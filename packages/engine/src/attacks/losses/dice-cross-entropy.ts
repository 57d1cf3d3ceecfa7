import { classBlock, forEachBlock } from '../../kernels/index.ts'
import type { Loss } from './loss.ts'
import { extentsOf, forEachSoftmaxBlock } from './softmax-blocks.ts'

/**
 * MONAI's DiceCELoss(to_onehot_y, softmax, squared_pred, smooth_nr=0, smooth_dr=1e-6), background included:
 * L = mean_{b,c}[1 - 2 I / S] + mean CE with I = sum y p and S = sum y + sum p^2 + 1e-6 over a volume's voxels.
 * dL/dp = (-2 y / S + 4 I p / S^2) / (B C); dL/dz = p (dL/dp - sum_k dL/dp_k p_k) + (p - y) / (B V).
 */
export const diceCrossEntropy: Loss = (logits, label, dz = new Float32Array(logits.data.length)) => {
  const { batch, classCount, voxels } = extentsOf(logits, label)
  const { sums, slopes } = classBlock
  const sumsByVolume = Array.from({ length: batch }, () => new Float64Array(3 * classCount))
  let entropy = 0
  const prediction = forEachSoftmaxBlock(logits, label, (block) => {
    entropy += classBlock.sum(block)
    sums.set(sumsByVolume[block.volume] as Float64Array)
    classBlock.addDiceSums(block)
    sumsByVolume[block.volume]?.set(sums.subarray(0, 3 * classCount))
    // p in between.
    if (dz.length > 0) classBlock.store(dz, block)
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
    if (dz.length === 0) continue
    forEachBlock({ first: volume * classCount * voxels, voxels, classCount }, (place) => {
      classBlock.load(dz, place)
      classBlock.loadLabels(label, volume * voxels + place.start, place.length)
      classBlock.diceGradient(meanShare, place)
      classBlock.store(dz, place)
    })
  }
  return { loss, dz, prediction }
}
