import { classBlock, forEachBlock } from '../kernels/index.ts'
import { type FloatTensor, type Prediction, sizeOf } from '../tensor/index.ts'

/**
 * Class of each voxel: the index of the largest of the K logits, the lowest index of equals (as torch and numpy).
 * `logits` is [1, K, D, H, W] with K up to 256; the classes are [D, H, W] in C order.
 */
export function predictedClasses(logits: FloatTensor): Prediction {
  const [batch, classCount, ...extents] = logits.shape
  if (batch !== 1 || classCount === undefined || classCount < 1 || classCount > 256 || extents.length !== 3) {
    throw new RangeError(
      `Logits have shape [${logits.shape.join(', ')}]; expected [1, K, D, H, W] with K from 1 to 256.`,
    )
  }
  const voxels = sizeOf(extents)
  const classes = new Uint8Array(voxels)
  let isFinite = true
  forEachBlock({ first: 0, voxels, classCount }, (place) => {
    classBlock.load(logits.data, place)
    if (!classBlock.predict(place)) isFinite = false
    classes.set(classBlock.classes.subarray(0, place.length), place.start)
  })
  return { classes, isFinite }
}
