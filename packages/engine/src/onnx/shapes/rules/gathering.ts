import { intAttribute } from '../../attributes.ts'
import { axisOf, dataTypeOf, extent, fail, knownValues, shapeOf, type TypeRule } from '../call.ts'

/** Gather: the axis is replaced by the shape of the indices. */
export const gather: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), x.length)
  const shape = [...x.slice(0, axis), ...shapeOf(call, 1), ...x.slice(axis + 1)]
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** GatherElements: the shape of the indices. */
export const gatherElements: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: shapeOf(call, 1) }]

/** GatherND: the last axis of the indices addresses the axes after batch_dims. */
export const gatherNd: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const indices = shapeOf(call, 1)
  const depth = extent(call, indices, indices.length - 1)
  const taken = intAttribute(call.node, 'batch_dims', 0) + depth
  if (taken > x.length) fail(call, `indices of depth ${depth} do not fit [${x.join(', ')}].`)
  return [{ dataType: dataTypeOf(call, 0), shape: [...indices.slice(0, -1), ...x.slice(taken)] }]
}

/** TopK: values and int64 positions; k is input 1. */
export const topK: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), x.length)
  const [k = fail(call, 'k is missing.', 'malformed-model')] = knownValues(call, 1, 'k') ?? []
  if (k < 0 || k > extent(call, x, axis)) fail(call, `k is ${k}, axis ${axis} has ${x[axis]}.`)
  const shape = x.map((size, other) => (other === axis ? k : size))
  return [
    { dataType: dataTypeOf(call, 0), shape },
    { dataType: 'int64', shape },
  ]
}

/** OneHot: an axis of `depth` is inserted into the shape of the indices. */
export const oneHot: TypeRule = (call) => {
  const indices = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), indices.length + 1)
  const [depth = fail(call, 'depth is missing.', 'malformed-model')] = knownValues(call, 1, 'depth') ?? []
  return [{ dataType: dataTypeOf(call, 2), shape: indices.toSpliced(axis, 0, depth) }]
}
