import { isFloat } from '../../../tensor/index.ts'
import { intAttribute } from '../../attributes.ts'
import { at, type FoldCall, type FoldRule, known, outputShape } from '../fold-call.ts'
import { broadcastStrides, stridedIndices } from '../strided.ts'

/** A function of one element. */
export function unary(compute: (x: number) => number): FoldRule {
  return (call) => [Array.from(known(call, 0).values, compute)]
}

/** A function of two broadcast elements; `float` tells whether the operands are floating-point. */
export function binary(compute: (a: number, b: number, float: boolean) => number): FoldRule {
  return (call) => {
    const float = isFloat(known(call, 0).dataType)
    return [zip(call, ([a = 0, b = 0]) => compute(a, b, float))]
  }
}

/** A function of any number of broadcast elements. */
export function variadic(compute: (values: readonly number[]) => number): FoldRule {
  return (call) => [zip(call, compute)]
}

/** Where(condition, x, y). */
export const where: FoldRule = (call) => [zip(call, ([condition, x = 0, y = 0]) => (condition ? x : y))]

/** Mod: the sign of the divisor, or with fmod 1 that of the dividend. */
export const modulo: FoldRule = (call) => {
  const truncated = intAttribute(call.node, 'fmod', 0) === 1
  return [zip(call, ([a = 0, b = 1]) => (truncated || a % b === 0 || a < 0 === b < 0 ? a % b : (a % b) + b))]
}

/** Clip between the optional inputs min and max. */
export const clip: FoldRule = (call) => {
  const low = call.inputs[1]?.values[0] ?? Number.NEGATIVE_INFINITY
  const high = call.inputs[2]?.values[0] ?? Number.POSITIVE_INFINITY
  return [Array.from(known(call, 0).values, (x) => Math.min(high, Math.max(low, x)))]
}

/** Cast: floats are truncated towards zero on the way to integers; anything but 0 is true. */
export const cast: FoldRule = (call) => {
  const { values, dataType } = known(call, 0)
  const to = call.outputTypes[0]?.dataType ?? dataType
  if (to === 'bool') return [Array.from(values, (x) => (x === 0 ? 0 : 1))]
  if (isFloat(to)) return [values]
  if (!isFloat(dataType)) return [values]
  return Array.prototype.every.call(values, Number.isFinite) ? [Array.from(values, Math.trunc)] : undefined
}

/** Round half to even, as ONNX's Round has it. */
export function roundHalfToEven(x: number): number {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.round(x)
  return below % 2 === 0 ? below : below + 1
}

function zip(call: FoldCall, compute: (values: readonly number[]) => number): number[] {
  const shape = outputShape(call)
  const operands = call.inputs.flatMap((input) =>
    input === undefined
      ? []
      : [{ values: input.values, indices: stridedIndices(shape, broadcastStrides(input.shape, shape)) }],
  )
  const count = operands[0]?.indices.length ?? 0
  return Array.from({ length: count }, (_, index) =>
    compute(operands.map(({ values, indices }) => at(values, at(indices, index)))),
  )
}
