import { normaliseAxis, sizeOf, stridesOf } from '../../../tensor/index.ts'
import { intAttribute, stringAttribute } from '../../attributes.ts'
import { at, type FoldRule, type KnownTensor, known, outputShape } from '../fold-call.ts'
import { stridedIndices } from '../strided.ts'

/** Gather along one axis; negative indices count from the end. Indices outside are left to run time. */
export const gather: FoldRule = (call) => {
  const x = known(call, 0)
  const axis = normaliseAxis(intAttribute(call.node, 'axis', 0), x.shape.length)
  const size = at(x.shape, axis)
  const indices = Array.from(known(call, 1).values, (index) => (index < 0 ? index + size : index))
  if (indices.some((index) => index < 0 || index >= size)) return undefined
  const inner = sizeOf(x.shape.slice(axis + 1))
  const outer = sizeOf(x.shape.slice(0, axis))
  const result: number[] = []
  for (let block = 0; block < outer; block++) {
    for (const index of indices) {
      for (let place = 0; place < inner; place++) result.push(at(x.values, (block * size + index) * inner + place))
    }
  }
  return [result]
}

/** GatherElements along one axis. */
export const gatherElements: FoldRule = (call) => {
  const x = known(call, 0)
  const places = elementPlaces(x, known(call, 1), intAttribute(call.node, 'axis', 0))
  return places && [places.map((place) => at(x.values, place))]
}

/** ScatterElements along one axis, with its reductions. */
export const scatterElements: FoldRule = (call) => {
  const x = known(call, 0)
  const places = elementPlaces(x, known(call, 1), intAttribute(call.node, 'axis', 0))
  return places && [scattered(x, places, known(call, 2).values, stringAttribute(call.node, 'reduction', 'none'))]
}

/** ScatterND: the last axis of the indices addresses the leading axes. */
export const scatterNd: FoldRule = (call) => {
  const x = known(call, 0)
  const indices = known(call, 1)
  const depth = indices.shape.at(-1) ?? 1
  const strides = stridesOf(x.shape)
  const block = sizeOf(x.shape.slice(depth))
  const places: number[] = []
  for (let row = 0; row < indices.values.length; row += depth) {
    let start = 0
    for (let axis = 0; axis < depth; axis++) {
      const index = at(indices.values, row + axis)
      const wrapped = index < 0 ? index + at(x.shape, axis) : index
      if (wrapped < 0 || wrapped >= at(x.shape, axis)) return undefined
      start += wrapped * at(strides, axis)
    }
    for (let place = 0; place < block; place++) places.push(start + place)
  }
  return [scattered(x, places, known(call, 2).values, stringAttribute(call.node, 'reduction', 'none'))]
}

/** NonZero: the coordinates of the elements that are not 0, one row an axis. */
export const nonZero: FoldRule = (call) => {
  const x = known(call, 0)
  const found = Array.from(x.values).flatMap((value, index) => (value === 0 ? [] : [index]))
  const strides = stridesOf(x.shape)
  return [x.shape.flatMap((size, axis) => found.map((index) => Math.floor(index / at(strides, axis)) % size))]
}

function elementPlaces(x: KnownTensor, indices: KnownTensor, givenAxis: number): number[] | undefined {
  const axis = normaliseAxis(givenAxis, x.shape.length)
  const strides = stridesOf(x.shape)
  const bases = stridedIndices(indices.shape, strides.with(axis, 0))
  const size = at(x.shape, axis)
  const places: number[] = []
  for (const [position, base] of bases.entries()) {
    const index = at(indices.values, position)
    const wrapped = index < 0 ? index + size : index
    if (wrapped < 0 || wrapped >= size) return undefined
    places.push(base + wrapped * at(strides, axis))
  }
  return places
}

function scattered(x: KnownTensor, places: readonly number[], updates: ArrayLike<number>, how: string): number[] {
  const result = Array.from(x.values)
  for (const [position, place] of places.entries()) {
    const old = at(result, place)
    const update = at(updates, position)
    if (how === 'none') result[place] = update
    else if (how === 'add') result[place] = old + update
    else if (how === 'mul') result[place] = old * update
    else if (how === 'max') result[place] = Math.max(old, update)
    else result[place] = Math.min(old, update)
  }
  return result
}

/** OneHot: values[1] where the index matches, else values[0]. */
export const oneHot: FoldRule = (call) => {
  const indices = known(call, 0)
  const [off, on] = [at(known(call, 2).values, 0), at(known(call, 2).values, 1)]
  const shape = outputShape(call)
  const axis = normaliseAxis(intAttribute(call.node, 'axis', -1), shape.length)
  const depth = at(shape, axis)
  const stride = at(stridesOf(shape), axis)
  return [
    Array.from({ length: sizeOf(shape) }, (_, index) => {
      const outer = Math.floor(index / (stride * depth))
      const label = at(indices.values, outer * stride + (index % stride))
      return (label < 0 ? label + depth : label) === Math.floor(index / stride) % depth ? on : off
    }),
  ]
}
