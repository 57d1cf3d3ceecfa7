import { numberValues } from '../../onnx/index.ts'
import { normaliseAxis } from '../../tensor/index.ts'
import { inverse, padZeros, range, reshape, slice, sumOver, sumTo, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import {
  attribute,
  cotangent,
  type GradientRule,
  input,
  NoGradientRuleError,
  type RuleContext,
  shape,
} from '../rule.ts'

/** Operators that move elements without changing them: the cotangent moves back. */

/** The numbers of a constant input; throws a NoGradientRuleError where it is computed at run time. */
export function constantInput(context: RuleContext, index: number): number[] {
  const constant = context.graph.constantOf(input(context, index))
  if (constant === undefined) {
    const reason = `its input ${index} is computed at run time, and only a constant is supported`
    throw new NoGradientRuleError({ node: context.node, opset: context.graph.opset, reason })
  }
  return numberValues(constant)
}

function optionalConstant(context: RuleContext, index: number): number[] | undefined {
  return (context.x[index] ?? '') === '' ? undefined : constantInput(context, index)
}

/** Reshape, Flatten, Squeeze, Unsqueeze: the same elements in x's shape. */
export const reshapeRule: GradientRule = (context) => [reshape(context.graph, cotangent(context), shape(context, 0))]

export const transposeRule: GradientRule = (context) => {
  const reversed = range(shape(context, 0).length).reverse()
  const permutation = attribute.ints(context, 'perm') ?? reversed
  return [transpose(context.graph, cotangent(context), inverse(permutation))]
}

/** Each input gets its part of dy. */
export const concat: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const axis = normaliseAxis(attribute.int(context, 'axis', 0), g.shapeOf(dy).length)
  let start = 0
  return context.x.map((name, index) => {
    const extent = g.shapeOf(name)[axis] ?? 0
    const part = { axes: [axis], starts: [start], ends: [start + extent] }
    start += extent
    return context.wants(index) ? slice(g, dy, part) : undefined
  })
}

/** dx is the concatenation of the parts' cotangents, zeros where a part is not used. */
export const split: GradientRule = (context) => {
  const { graph: g } = context
  const axis = normaliseAxis(attribute.int(context, 'axis', 0), shape(context, 0).length)
  const parts = context.y.flatMap((name, index) => (name === '' ? [] : [context.dy[index] ?? g.zerosLike(name)]))
  return [g.emit('Concat', parts, { axis })]
}

/** The adjoint of taking every step-th element from start on along one axis: elements go back, zeros between. */
function spread(
  g: GraphBuilder,
  dy: string,
  { axis, start, step, extent }: { axis: number; start: number; step: number; extent: number },
): string {
  const backwards = step < 0
  const count = g.shapeOf(dy)[axis] ?? 0
  const stride = Math.abs(step)
  const first = backwards ? start + (count - 1) * step : start
  const forward = backwards ? slice(g, dy, { axes: [axis], starts: [-1], ends: [-(2 ** 31)], steps: [-1] }) : dy
  const rank = g.shapeOf(dy).length
  const pad = (name: string, at: number, before: number, after: number) => {
    const zeros = new Array<number>(g.shapeOf(name).length).fill(0)
    return padZeros(g, name, zeros.with(at, before), zeros.with(at, after))
  }
  if (count === 0) return g.filled(g.shapeOf(dy).with(axis, extent), 0, g.dataTypeOf(dy))
  if (stride === 1) return pad(forward, axis, first, extent - first - count)
  const shapeOfParts = [...g.shapeOf(dy).slice(0, axis + 1), 1, ...g.shapeOf(dy).slice(axis + 1, rank)]
  const dilated = pad(reshape(g, forward, shapeOfParts), axis + 1, 0, stride - 1)
  const flat = reshape(g, dilated, g.shapeOf(dy).with(axis, count * stride))
  return pad(flat, axis, first, extent - first - count * stride)
}

export const sliceRule: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const starts = constantInput(context, 1)
  const axes = (optionalConstant(context, 3) ?? range(starts.length)).map((axis) => normaliseAxis(axis, extents.length))
  const steps = optionalConstant(context, 4) ?? starts.map(() => 1)
  return [
    axes.reduce((dx, axis, index) => {
      const extent = extents[axis] ?? 0
      const step = steps[index] ?? 1
      const given = starts[index] ?? 0
      const raised = given < 0 ? given + extent : given
      const start = Math.min(Math.max(raised, 0), step < 0 ? extent - 1 : extent)
      return spread(g, dx, { axis, start, step, extent })
    }, cotangent(context)),
  ]
}

/** Broadcasting undone. */
export const expand: GradientRule = (context) => [sumTo(context.graph, cotangent(context), shape(context, 0))]

/** The copies are summed: [.., r·n, ..] as [.., r, n, ..] over r. */
export const tile: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const repeats = constantInput(context, 1)
  const unfolded = extents.flatMap((extent, axis) => [repeats[axis] ?? 1, extent])
  const copies = range(extents.length).map((axis) => 2 * axis)
  return [reshape(g, sumOver(g, reshape(g, cotangent(context), unfolded), copies), extents)]
}

/** Keeps what the triangle keeps. */
export const trilu: GradientRule = (context) => {
  const upper = attribute.int(context, 'upper', 1)
  return [context.graph.emit('Trilu', [cotangent(context), ...context.x.slice(1)], { upper })]
}

/** dx = the cumulative sum from the other end. */
export const cumSum: GradientRule = (context) => [
  context.graph.emit('CumSum', [cotangent(context), input(context, 1)], {
    exclusive: attribute.int(context, 'exclusive', 0),
    reverse: 1 - attribute.int(context, 'reverse', 0),
  }),
]

/** Blocks of channels and blocks of space trade places back; written as Reshape and Transpose for any rank. */
export const depthToSpace: GradientRule = (context) => {
  const { graph: g } = context
  const block = attribute.int(context, 'blocksize', 1)
  const isColumnMajor = attribute.string(context, 'mode', 'DCR') === 'CRD'
  const dy = cotangent(context)
  const [batch = 1, channels = 1, height = 1, width = 1] = g.shapeOf(dy)
  const parts = reshape(g, dy, [batch, channels, height / block, block, width / block, block])
  const order = isColumnMajor ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]
  return [reshape(g, transpose(g, parts, order), shape(context, 0))]
}

export const spaceToDepth: GradientRule = (context) => {
  const { graph: g } = context
  const block = attribute.int(context, 'blocksize', 1)
  const dy = cotangent(context)
  const [batch = 1, channels = 1, height = 1, width = 1] = g.shapeOf(dy)
  const parts = reshape(g, dy, [batch, block, block, channels / block ** 2, height, width])
  return [reshape(g, transpose(g, parts, [0, 3, 4, 1, 5, 2]), shape(context, 0))]
}

/** Each sequence is reversed back: the operator is its own inverse. */
export const reverseSequence: GradientRule = (context) => [
  context.graph.emit('ReverseSequence', [cotangent(context), input(context, 1)], {
    batch_axis: attribute.int(context, 'batch_axis', 1),
    time_axis: attribute.int(context, 'time_axis', 0),
  }),
]

/**
 * Dropout at inference is the identity. In training mode dx = dy too, the gradient of its expectation: ONNX Runtime may
 * drop the node or draw a mask of its own in each run; the diagnosis names the node.
 */
export const dropout: GradientRule = (context) => [cotangent(context)]
