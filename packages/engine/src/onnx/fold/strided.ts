import { type Shape, sizeOf, stridesOf } from '../../tensor/index.ts'

/**
 * Flat source index of each element of `shape` in C order, where a step along axis a moves `strides[a]` in the source
 * and the first element lies at `offset`. Slices, transposes, broadcasts and tiles are all of this form.
 */
export function stridedIndices(shape: Shape, strides: readonly number[], offset = 0): Int32Array {
  const indices = new Int32Array(sizeOf(shape))
  const position = new Array<number>(shape.length).fill(0)
  let source = offset
  for (let index = 0; index < indices.length; index++) {
    indices[index] = source
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (position[axis] ?? 0) + 1
      source += strides[axis] ?? 0
      if (next < (shape[axis] ?? 0)) {
        position[axis] = next
        break
      }
      source -= next * (strides[axis] ?? 0)
      position[axis] = 0
    }
  }
  return indices
}

/** Source strides that broadcast a tensor of shape `from` to `to`: 0 along stretched axes. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from)
  return to.map((_, axis) => {
    const own = axis - to.length + from.length
    return own < 0 || from[own] === 1 ? 0 : (strides[own] ?? 0)
  })
}
