import { normaliseAxis, sizeOf, stridesOf } from '../../../tensor/index.ts'
import { intAttribute, intsAttribute } from '../../attributes.ts'
import { at, type FoldRule, known } from '../fold-call.ts'
import { stridedIndices } from '../strided.ts'

/** A reduction over the axes in input 1 (all where absent). */
export function reduction(initial: number, combine: (sum: number, x: number) => number): FoldRule {
  return (call) => {
    const x = known(call, 0)
    const given = Array.from(call.inputs[1]?.values ?? intsAttribute(call.node, 'axes') ?? [])
    if (given.length === 0 && intAttribute(call.node, 'noop_with_empty_axes', 0) === 1) return [x.values]
    const rank = x.shape.length
    const axes = given.length === 0 ? x.shape.map((_, axis) => axis) : given.map((axis) => normaliseAxis(axis, rank))
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    const keptStrides = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride))
    const result = new Array<number>(sizeOf(kept)).fill(initial)
    for (const [index, target] of stridedIndices(x.shape, keptStrides).entries()) {
      result[target] = combine(at(result, target), at(x.values, index))
    }
    return [result]
  }
}

/** CumSum along the axis in input 1; exclusive leaves out the element itself, reverse runs from the end. */
export const cumulativeSum: FoldRule = (call) => {
  const x = known(call, 0)
  const axis = normaliseAxis(at(known(call, 1).values, 0), x.shape.length)
  const exclusive = intAttribute(call.node, 'exclusive', 0) === 1
  const reverse = intAttribute(call.node, 'reverse', 0) === 1
  const length = x.shape[axis] ?? 1
  const stride = stridesOf(x.shape)[axis] ?? 1
  const result = new Array<number>(x.values.length).fill(0)
  for (let start = 0; start < result.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue
    let sum = 0
    for (let step = 0; step < length; step++) {
      const index = start + (reverse ? length - 1 - step : step) * stride
      const value = at(x.values, index)
      result[index] = exclusive ? sum : sum + value
      sum += value
    }
  }
  return [result]
}
