import { normaliseAxis, sizeOf, stridesOf } from '../../../tensor/index.ts'
import { intAttribute, intsAttribute } from '../../attributes.ts'
import { sliceRange } from '../../shapes/index.ts'
import { at, type FoldRule, known, outputShape } from '../fold-call.ts'
import { broadcastStrides, stridedIndices } from '../strided.ts'

/** Reshape, Squeeze, Unsqueeze, Flatten, Identity: the same elements. */
export const sameValues: FoldRule = (call) => [known(call, 0).values]

/** Transpose by perm, reversed by default. */
export const transpose: FoldRule = (call) => {
  const x = known(call, 0)
  const perm = intsAttribute(call.node, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis)
  const strides = stridesOf(x.shape)
  const moved = perm.map((axis) => strides[axis] ?? 0)
  return [pick(x.values, stridedIndices(outputShape(call), moved))]
}

/** Expand to the inferred shape. */
export const expand: FoldRule = (call) => {
  const x = known(call, 0)
  return [pick(x.values, stridedIndices(outputShape(call), broadcastStrides(x.shape, outputShape(call))))]
}

/** Tile: an index wraps around in each axis. */
export const tile: FoldRule = (call) => {
  const x = known(call, 0)
  const outStrides = stridesOf(outputShape(call))
  const strides = stridesOf(x.shape)
  return [
    Array.from({ length: sizeOf(outputShape(call)) }, (_, index) => {
      let source = 0
      for (const [axis, size] of x.shape.entries()) {
        source += ((Math.floor(index / at(outStrides, axis)) % at(outputShape(call), axis)) % size) * at(strides, axis)
      }
      return at(x.values, source)
    }),
  ]
}

/** Slice with the steps of opset 10. */
export const slice: FoldRule = (call) => {
  const x = known(call, 0)
  const starts = known(call, 1).values
  const ends = known(call, 2).values
  const axes = Array.from(call.inputs[3]?.values ?? Array.from(starts, (_, index) => index))
  const strides = stridesOf(x.shape)
  let offset = 0
  for (const [index, given] of axes.entries()) {
    const axis = normaliseAxis(given, x.shape.length)
    const step = call.inputs[4]?.values[index] ?? 1
    offset += sliceRange(at(x.shape, axis), at(starts, index), at(ends, index), step).first * at(strides, axis)
    strides[axis] = at(strides, axis) * step
  }
  return [pick(x.values, stridedIndices(outputShape(call), strides, offset))]
}

/** Split along an axis into the inferred lengths. */
export const split: FoldRule = (call) => {
  const x = known(call, 0)
  const axis = normaliseAxis(intAttribute(call.node, 'axis', 0), x.shape.length)
  const strides = stridesOf(x.shape)
  let first = 0
  return call.outputTypes.map(({ shape }) => {
    const part = pick(x.values, stridedIndices(shape, strides, first * at(strides, axis)))
    first += at(shape, axis)
    return part
  })
}

/** Concat along an axis. */
export const concat: FoldRule = (call) => {
  const shape = outputShape(call)
  const axis = normaliseAxis(intAttribute(call.node, 'axis', 0), shape.length)
  const strides = stridesOf(shape)
  const result = new Array<number>(sizeOf(shape)).fill(0)
  let first = 0
  for (const input of call.inputs) {
    if (input === undefined) continue
    for (const [index, target] of stridedIndices(input.shape, strides, first * at(strides, axis)).entries()) {
      result[target] = at(input.values, index)
    }
    first += at(input.shape, axis)
  }
  return [result]
}

/** The elements at these places. */
export function pick(values: ArrayLike<number>, indices: ArrayLike<number>): number[] {
  return Array.from(indices, (index) => at(values, index))
}
