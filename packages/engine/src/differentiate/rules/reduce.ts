import { numberValues } from '../../onnx/index.ts'
import { dataTypeCodes, normaliseAxis, sizeOf } from '../../tensor/index.ts'
import { divide, dropWhere, meanOver, multiply, range, reshape, scale, sumOver } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import {
  attribute,
  cotangent,
  type GradientRule,
  input,
  NoGradientRuleError,
  output,
  type RuleContext,
  shape,
} from '../rule.ts'

/** Reductions over axes: the cotangent is spread over what was reduced. */

/** The reduced axes, ascending; none given means all unless noop_with_empty_axes is set. */
function reducedAxes(context: RuleContext): number[] {
  const rank = shape(context, 0).length
  const name = context.x[1] ?? ''
  if (name === '') return attribute.int(context, 'noop_with_empty_axes', 0) === 1 ? [] : range(rank)
  const constant = context.graph.constantOf(name)
  if (constant === undefined) {
    throw new NoGradientRuleError({
      node: context.node,
      opset: context.graph.opset,
      reason: 'its axes are computed at run time',
    })
  }
  const axes = numberValues(constant).map((axis) => normaliseAxis(axis, rank))
  if (axes.length === 0 && attribute.int(context, 'noop_with_empty_axes', 0) === 0) return range(rank)
  return axes.toSorted((a, b) => a - b)
}

interface Reduction {
  readonly g: GraphBuilder
  readonly x: string
  /** Output and cotangent with the reduced axes kept as 1. */
  readonly y: string
  readonly dy: string
  readonly axes: readonly number[]
  /** How many elements go into one. */
  readonly count: number
}

/** A rule from an expression of dx that broadcasts to x's shape. */
const reduction =
  (dx: (parts: Reduction) => string): GradientRule =>
  (context) => {
    const { graph: g } = context
    const extents = shape(context, 0)
    if (sizeOf(extents) === 0) return [g.zerosLike(input(context, 0))]
    const axes = reducedAxes(context)
    const kept = extents.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
    const count = axes.reduce((product, axis) => product * (extents[axis] ?? 1), 1)
    const y = reshape(g, output(context), kept)
    const dy = reshape(g, cotangent(context), kept)
    const result = dx({ g, x: input(context, 0), y, dy, axes, count })
    const isFull = g.shapeOf(result).every((extent, axis) => extent === extents[axis])
    return [isFull ? result : g.emit('Expand', [result, g.ints(extents)])]
  }

export const reduceSum = reduction(({ dy }) => dy)
export const reduceMean = reduction(({ g, dy, count }) => scale(g, dy, 1 / count))
/** y = sum x^2: dx = 2 x dy. */
export const reduceSumSquare = reduction(({ g, x, dy }) => multiply(g, scale(g, x, 2), dy))
/** y = sum |x|: dx = sign(x) dy. */
export const reduceL1 = reduction(({ g, x, dy }) => multiply(g, g.emit('Sign', [x]), dy))
/** y = sqrt(sum x^2): dx = x dy / y, 0 where y is 0. */
export const reduceL2 = reduction(({ g, x, y, dy }) => {
  const zero = g.scalar(0, g.dataTypeOf(y))
  const isZero = g.emit('Equal', [y, zero])
  const safe = g.emit('Where', [isZero, g.scalar(1, g.dataTypeOf(y)), y])
  return multiply(g, x, divide(g, dy, safe))
})
/** y = log(sum x): dx = dy / sum x. */
export const reduceLogSum = reduction(({ g, y, dy }) => divide(g, dy, g.emit('Exp', [y])))
/** y = log(sum exp x): dx = dy exp(x - y). */
export const reduceLogSumExp = reduction(({ g, x, y, dy }) => multiply(g, dy, g.emit('Exp', [g.emit('Sub', [x, y])])))
/** dy goes to the elements that attain the extremum, in equal parts at ties, as PyTorch's amax has it. */
export const reduceExtremum = reduction(({ g, x, y, dy, axes }) => {
  const hits = g.emit('Cast', [g.emit('Equal', [x, y])], { to: dataTypeCodes[g.dataTypeOf(x)] })
  return multiply(g, hits, divide(g, dy, sumOver(g, hits, axes)))
})

/**
 * y = product of x: dx_i = dy · product of the others, exact where elements are 0: the others' product is y / x_i
 * where no element is 0, the product of the non-zero ones at the only zero, and 0 elsewhere.
 */
export const reduceProduct = reduction(({ g, x, dy, axes }) => {
  const type = g.dataTypeOf(x)
  const one = g.scalar(1, type)
  const isZero = g.emit('Equal', [x, g.scalar(0, type)])
  const zeroFlags = g.emit('Cast', [isZero], { to: dataTypeCodes[type] })
  const zeros = sumOver(g, zeroFlags, axes)
  const safe = g.emit('Where', [isZero, one, x])
  const product = axes.length === 0 ? safe : g.emit('ReduceProd', [safe, g.ints(axes)], { keepdims: 1 })
  const otherZeros = g.emit('Sub', [zeros, zeroFlags])
  const none = g.emit('Cast', [g.emit('Equal', [otherZeros, g.scalar(0, type)])], { to: dataTypeCodes[type] })
  return multiply(g, multiply(g, divide(g, product, safe), none), dy)
})

/**
 * y = exp(x) / sum exp(x): dx = y (dy - sum dy y). Exporters guard attention over wholly masked rows by replacing the
 * NaN that Softmax gives there (IsNaN, Where); their gradient is 0, as that of a constant.
 */
export const softmax: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const guards = new Set(['IsNaN', 'Where'])
  const isGuarded = g.nodes.some(({ opType, inputs }) => guards.has(opType) && inputs.includes(output(context)))
  const y = isGuarded ? dropWhere(g, g.emit('IsNaN', [output(context)]), output(context)) : output(context)
  const axis = normaliseAxis(attribute.int(context, 'axis', -1), shape(context, 0).length)
  const weighted = multiply(g, dy, y)
  return [g.emit('Sub', [weighted, multiply(g, y, sumOver(g, weighted, [axis]))])]
}

/** y = x - log sum exp(x): dx = dy - exp(y) sum dy. */
export const logSoftmax: GradientRule = (context) => {
  const { graph: g } = context
  const [y, dy] = [output(context), cotangent(context)]
  const axis = normaliseAxis(attribute.int(context, 'axis', -1), shape(context, 0).length)
  return [g.emit('Sub', [dy, multiply(g, g.emit('Exp', [y]), sumOver(g, dy, [axis]))])]
}

/** y = x / ||x||_p along an axis, p = 1 or 2; 0 where the norm is 0. */
export const lpNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const [x, y, dy] = [input(context, 0), output(context), cotangent(context)]
  const axis = normaliseAxis(attribute.int(context, 'axis', -1), shape(context, 0).length)
  const isL1 = attribute.int(context, 'p', 2) === 1
  const norm = g.emit(isL1 ? 'ReduceL1' : 'ReduceL2', [x, g.ints([axis])], { keepdims: 1 })
  const along = sumOver(g, multiply(g, dy, y), [axis])
  const inner = multiply(g, isL1 ? g.emit('Sign', [x]) : y, along)
  const isZero = g.emit('Equal', [norm, g.scalar(0, g.dataTypeOf(x))])
  return [dropWhere(g, isZero, divide(g, g.emit('Sub', [dy, inner]), norm))]
}

/** The mean over all spatial voxels, spread back. */
export const globalAveragePool: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const count = extents.slice(2).reduce((product, extent) => product * extent, 1)
  return [g.emit('Expand', [scale(g, cotangent(context), 1 / count), g.ints(extents)])]
}

/** dy goes to the largest voxels of each channel. */
export const globalMaxPool: GradientRule = (context) => {
  const { graph: g } = context
  const x = input(context, 0)
  const hits = g.emit('Cast', [g.emit('Equal', [x, output(context)])], { to: dataTypeCodes[g.dataTypeOf(x)] })
  const count = sumOver(g, hits, range(shape(context, 0).length - 2, 2))
  return [multiply(g, hits, divide(g, cotangent(context), count))]
}

/** y = sum(|x|^p)^(1/p) over space: dx = sign(x) |x|^(p-1) y^(1-p) dy. */
export const globalLpPool: GradientRule = (context) => {
  const { graph: g } = context
  const [x, y] = [input(context, 0), output(context)]
  const p = attribute.int(context, 'p', 2)
  const slope = multiply(g, g.emit('Sign', [x]), g.emit('Pow', [g.emit('Abs', [x]), g.scalar(p - 1)]))
  return [multiply(g, slope, multiply(g, cotangent(context), g.emit('Pow', [y, g.scalar(1 - p)])))]
}

/** y = (x - mean) / sqrt(var + 1e-9) over the axes. */
export const meanVarianceNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const axes = attribute.ints(context, 'axes') ?? [0, 2, 3]
  const [x, y, dy] = [input(context, 0), output(context), cotangent(context)]
  const centred = g.emit('Sub', [x, meanOver(g, x, axes)])
  const deviation = g.emit('Sqrt', [meanOver(g, multiply(g, centred, centred), axes)])
  const spread = g.emit('Sub', [
    g.emit('Sub', [dy, meanOver(g, dy, axes)]),
    multiply(g, y, meanOver(g, multiply(g, dy, y), axes)),
  ])
  return [divide(g, spread, g.emit('Add', [deviation, g.scalar(1e-9)]))]
}
