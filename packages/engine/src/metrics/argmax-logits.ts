import type { FloatTensor } from '../tensor/index.ts'

/**
 * Class of each voxel: the index of the largest of the K logits, the lowest index of equals (as torch and numpy).
 * `logits` is [1, K, D, H, W] with K up to 256 and without NaN; the result is [D, H, W] in C order.
 */
export function argmaxLogits(logits: FloatTensor): Uint8Array {
  const [batch, classCount, ...extents] = logits.shape
  if (batch !== 1 || classCount === undefined || classCount < 1 || classCount > 256 || extents.length !== 3) {
    throw new RangeError(
      `Logits have shape [${logits.shape.join(', ')}]; expected [1, K, D, H, W] with K from 1 to 256.`,
    )
  }
  const voxels = logits.data.length / classCount
  const best = logits.data.slice(0, voxels)
  const classes = new Uint8Array(voxels)
  for (let k = 1; k < classCount; k++) {
    const start = k * voxels
    for (let v = 0; v < voxels; v++) {
      const value = logits.data[start + v] ?? 0
      if (value > (best[v] ?? 0)) {
        best[v] = value
        classes[v] = k
      }
    }
  }
  return classes
}
