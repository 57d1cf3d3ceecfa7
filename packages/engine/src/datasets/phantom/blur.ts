import type { Triple } from '../nifti/affine.ts'

/** [1, 6, 1]/8 along each of the axes, all three if none are named: a scanner's point spread. Edges repeat. */
export function blur(values: Float64Array, shape: Triple, axes: readonly (0 | 1 | 2)[] = [0, 1, 2]): Float64Array {
  const strides: Triple = [shape[1] * shape[2], shape[2], 1]
  let current = values
  for (const axis of axes) {
    const stride = strides[axis]
    const extent = shape[axis]
    const next = new Float64Array(current.length)
    for (let n = 0; n < current.length; n++) {
      const place = Math.floor(n / stride) % extent
      const here = current[n] ?? 0
      const before = place > 0 ? (current[n - stride] ?? 0) : here
      const after = place < extent - 1 ? (current[n + stride] ?? 0) : here
      next[n] = (before + 6 * here + after) / 8
    }
    current = next
  }
  return current
}
