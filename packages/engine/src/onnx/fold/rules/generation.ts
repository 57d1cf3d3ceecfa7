import { sizeOf } from '../../../tensor/index.ts'
import { intAttribute, tensorAttribute } from '../../attributes.ts'
import { numberValues } from '../../constants.ts'
import { sliceRange } from '../../shapes/index.ts'
import { at, type FoldRule, known, outputShape } from '../fold-call.ts'

/** Shape: known as soon as the input's type is, whatever its elements are. */
export const shape: FoldRule = (call) => {
  const extents = call.inputTypes[0]?.shape ?? []
  const end = intAttribute(call.node, 'end', extents.length)
  const { first, length } = sliceRange(extents.length, intAttribute(call.node, 'start', 0), end, 1)
  return [extents.slice(first, first + length)]
}

/** Size: likewise. */
export const size: FoldRule = (call) => [[sizeOf(call.inputTypes[0]?.shape ?? [])]]

/** ConstantOfShape. */
export const constantOfShape: FoldRule = (call) => {
  const value = tensorAttribute(call.node, 'value')
  const [fill = 0] = value === undefined ? [] : numberValues(value)
  return [new Array<number>(sizeOf(outputShape(call))).fill(fill)]
}

/** Range: start + i * delta. */
export const range: FoldRule = (call) => {
  const start = at(known(call, 0).values, 0)
  const delta = at(known(call, 2).values, 0)
  return [Array.from({ length: sizeOf(outputShape(call)) }, (_, index) => start + index * delta)]
}

/** EyeLike: ones on diagonal k. */
export const eyeLike: FoldRule = (call) => {
  const columns = at(outputShape(call), 1)
  const offset = intAttribute(call.node, 'k', 0)
  return [
    Array.from({ length: sizeOf(outputShape(call)) }, (_, index) =>
      (index % columns) - Math.floor(index / columns) === offset ? 1 : 0,
    ),
  ]
}

/** Trilu: zeros below (upper 1) or above diagonal k of the last two axes. */
export const trilu: FoldRule = (call) => {
  const rows = outputShape(call).at(-2) ?? 1
  const columns = outputShape(call).at(-1) ?? 1
  const diagonal = call.inputs[1]?.values[0] ?? 0
  const upper = intAttribute(call.node, 'upper', 1) === 1
  return [
    Array.from(known(call, 0).values, (value, index) => {
      const distance = (index % columns) - (Math.floor(index / columns) % rows) - diagonal
      return (upper ? distance >= 0 : distance <= 0) ? value : 0
    }),
  ]
}
