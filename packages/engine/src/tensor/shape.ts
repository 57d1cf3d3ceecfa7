/** Sizes of the axes, outermost first; [] is a scalar. */
export type Shape = readonly number[]

/** Number of elements; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const extent of shape) size *= extent
  return size
}

/** Row-major strides in elements: the last axis has stride 1. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1)
  }
  return strides
}

/** The axis as 0..rank-1; throws a RangeError where it lies outside [-rank, rank). */
export function normaliseAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank) {
    throw new RangeError(`Axis ${axis} is outside a tensor of rank ${rank}.`)
  }
  return normal
}

/** True where both shapes have the same rank and sizes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis])
}

/** The shape that all the given ones broadcast to (ONNX multidirectional rule); throws a RangeError where none is. */
export function broadcastShapes(...shapes: readonly Shape[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let result = 1
    for (const shape of shapes) {
      const extent = shape[axis - rank + shape.length] ?? 1
      if (extent === 1 || extent === result) continue
      if (result !== 1) {
        throw new RangeError(`Shapes ${shapes.map((s) => `[${s.join(', ')}]`).join(' and ')} do not broadcast.`)
      }
      result = extent
    }
    return result
  })
}
