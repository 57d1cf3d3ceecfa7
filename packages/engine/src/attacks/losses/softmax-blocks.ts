import { type BlockPlace, classBlock, forEachBlock } from '../../kernels/index.ts'
import { type FloatTensor, type Prediction, sizeOf } from '../../tensor/index.ts'

/** A block of voxels whose powers stand in `classBlock`, with where its voxels begin in the label. */
export interface SoftmaxBlock extends BlockPlace {
  /** Its volume in the batch. */
  readonly volume: number
  readonly inLabel: number
}

let classes = new Uint8Array(0)

/**
 * Calls `visit` for each block of each volume with the powers of softmax(z), -log p_y and what is right in
 * `classBlock`. Returns the prediction [B, D, H, W], which the next call overwrites. Throws where the label [B, D, H, W]
 * does not fit the logits [B, K, D, H, W] or names a class that they lack.
 */
export function forEachSoftmaxBlock(
  logits: FloatTensor,
  label: Uint8Array,
  visit: (block: SoftmaxBlock) => void,
): Prediction {
  const { batch, classCount, voxels } = extentsOf(logits, label)
  if (classes.length !== label.length) classes = new Uint8Array(label.length)
  let isFinite = true
  for (let volume = 0; volume < batch; volume++) {
    forEachBlock({ first: volume * classCount * voxels, voxels, classCount }, (place) => {
      const inLabel = volume * voxels + place.start
      classBlock.load(logits.data, place)
      classBlock.loadLabels(label, inLabel, place.length)
      const found = classBlock.powers(place)
      if (!found.isKnown) refuse(label, classCount)
      if (!found.isFinite) isFinite = false
      classes.set(classBlock.classes.subarray(0, place.length), inLabel)
      visit({ ...place, volume, inLabel })
    })
  }
  return { classes, isFinite }
}

/** Batch, classes and voxels of one volume. Throws where the label does not fit the logits. */
export function extentsOf(
  logits: FloatTensor,
  label: Uint8Array,
): { batch: number; classCount: number; voxels: number } {
  const [batch = 0, classCount = 0, ...extents] = logits.shape
  const voxels = sizeOf(extents)
  if (label.length === batch * voxels) return { batch, classCount, voxels }
  throw new RangeError(
    `The label holds ${label.length} voxels; logits [${logits.shape.join(', ')}] need ${batch * voxels}.`,
  )
}

function refuse(label: Uint8Array, classCount: number): never {
  const found = label.find((y) => y >= classCount)
  throw new RangeError(`The label holds class ${found}; the logits have ${classCount} classes.`)
}
