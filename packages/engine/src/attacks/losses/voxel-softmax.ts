import { classBlock } from '../../kernels/index.ts'
import type { FloatTensor } from '../../tensor/index.ts'
import { extentsOf, forEachSoftmaxBlock } from './softmax-blocks.ts'

/** What a loss reads of the logits [B, K, D, H, W] beside the label [B, D, H, W], where it needs all voxels at once. */
export interface VoxelSoftmax {
  readonly batch: number
  readonly classCount: number
  /** Voxels of one volume, D * H * W. */
  readonly voxels: number
  /** softmax over the classes, laid out as the logits. The losses turn it into dL/dz in place. */
  readonly p: Float32Array
  /** 1 where the largest logit (the first of equals) is the label's, [B, D, H, W]. */
  readonly correct: Uint8Array
}

/** p = softmax(z), shifted by the largest logit. Throws as `forEachSoftmaxBlock` does. */
export function voxelSoftmax(logits: FloatTensor, label: Uint8Array): VoxelSoftmax {
  const p = new Float32Array(logits.data.length)
  const correct = new Uint8Array(label.length)
  forEachSoftmaxBlock(logits, label, (block) => {
    classBlock.normalise(block)
    classBlock.store(p, block)
    correct.set(classBlock.correct.subarray(0, block.length), block.inLabel)
  })
  return { ...extentsOf(logits, label), p, correct }
}
