import type { Shape } from '../../../tensor/index.ts'
import { intAttribute, intsAttribute } from '../../attributes.ts'
import { axisOf, type Call, dataTypeOf, knownValues, shapeOf, type TypeRule } from '../call.ts'

/** ReduceSum and its kin; the axes are an attribute or (since 13 or 18) input 1. */
export const reduction: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const given = intsAttribute(call.node, 'axes') ?? knownValues(call, 1, 'axes') ?? []
  if (given.length === 0 && intAttribute(call.node, 'noop_with_empty_axes', 0) === 1) {
    return [{ dataType: dataTypeOf(call, 0), shape: x }]
  }
  const axes = given.length === 0 ? x.map((_, axis) => axis) : given.map((axis) => axisOf(call, axis, x.length))
  return [{ dataType: dataTypeOf(call, 0), shape: reduced(call, x, axes) }]
}

/** ArgMax and ArgMin: int64 positions along one axis. */
export const argReduction: TypeRule = (call) => {
  const x = shapeOf(call, 0)
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), x.length)
  return [{ dataType: 'int64', shape: reduced(call, x, [axis]) }]
}

function reduced(call: Call, x: Shape, axes: readonly number[]): number[] {
  return intAttribute(call.node, 'keepdims', 1) === 1
    ? x.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : x.filter((_, axis) => !axes.includes(axis))
}
