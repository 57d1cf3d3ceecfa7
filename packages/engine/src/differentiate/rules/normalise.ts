import { normaliseAxis } from '../../tensor/index.ts'
import {
  add,
  divide,
  multiply,
  range,
  reshape,
  scale,
  shift,
  type Standardised,
  stagedMean,
  standardise,
  subtract,
  sumOver,
  sumTo,
} from '../../build/index.ts'
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

/** Normalisations: y = scale · (x - mean) / sqrt(var + epsilon) + bias over some axes. */

/**
 * dx = (d - mean(d) - c v mean(d c)) gain with c the centred input, v = 1 / (var + epsilon), d the cotangent of the
 * standardised input up to the factor that `gain` holds beside 1 / sqrt(var + epsilon)
 * (Ioffe & Szegedy, arXiv 1502.03167, section 3, with the two terms through mean and variance gathered).
 */
function throughStatistics(
  g: GraphBuilder,
  d: string,
  { centred, inverseDeviation }: Standardised,
  options: { readonly axes: readonly number[]; readonly isCentred?: boolean; readonly gain?: string },
): string {
  const { axes, isCentred = true, gain } = options
  const along = multiply(
    g,
    multiply(g, inverseDeviation, inverseDeviation),
    stagedMean(g, multiply(g, d, centred), axes),
  )
  const rest = subtract(g, isCentred ? subtract(g, d, stagedMean(g, d, axes)) : d, multiply(g, centred, along))
  return multiply(g, rest, gain === undefined ? inverseDeviation : multiply(g, inverseDeviation, gain))
}

/** The standardised input itself. */
function standardOf(g: GraphBuilder, { centred, inverseDeviation }: Standardised): string {
  return multiply(g, centred, inverseDeviation)
}

/** A vector over channels, [C], as [C, 1, ...] to broadcast over [N, C, ...]. */
function perChannel(g: GraphBuilder, name: string, rank: number): string {
  return reshape(g, name, [g.shapeOf(name)[0] ?? 1, ...new Array<number>(rank - 2).fill(1)])
}

/** Statistics per sample and channel over space. */
export const instanceNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const [x, weight, dy] = [input(context, 0), input(context, 1), cotangent(context)]
  const rank = g.shapeOf(x).length
  const space = range(rank - 2, 2)
  const epsilon = attribute.float(context, 'epsilon', 1e-5)
  const parts = standardise(g, x, { axes: space, epsilon })
  const overChannel = [0, ...space]
  return [
    context.wants(0) ? throughStatistics(g, dy, parts, { axes: space, gain: perChannel(g, weight, rank) }) : undefined,
    context.wants(1) ? sumOver(g, multiply(g, dy, standardOf(g, parts)), overChannel, false) : undefined,
    context.wants(2) ? sumOver(g, dy, overChannel, false) : undefined,
  ]
}

/**
 * Fixed statistics: y = (x - mean) scale / sqrt(var + epsilon) + bias, affine in x. In training mode the statistics are
 * those of the batch, per channel.
 */
export const batchNormalization: GradientRule = (context) => {
  const { graph: g } = context
  if (attribute.int(context, 'training_mode', 0) === 1) return overBatch(context)
  const [x, weight, , mean, variance] = [0, 1, 2, 3, 4].map((index) => input(context, index))
  if (x === undefined || weight === undefined || mean === undefined || variance === undefined) return []
  const dy = cotangent(context)
  const rank = g.shapeOf(x).length
  const epsilon = attribute.float(context, 'epsilon', 1e-5)
  const inverseDeviation = g.emit('Reciprocal', [g.emit('Sqrt', [shift(g, variance, epsilon)])])
  const over = [0, ...range(rank - 2, 2)]
  const standard = () => multiply(g, subtract(g, x, perChannel(g, mean, rank)), perChannel(g, inverseDeviation, rank))
  const gain = multiply(g, weight, inverseDeviation)
  return [
    context.wants(0) ? multiply(g, dy, perChannel(g, gain, rank)) : undefined,
    context.wants(1) ? sumOver(g, multiply(g, dy, standard()), over, false) : undefined,
    context.wants(2) ? sumOver(g, dy, over, false) : undefined,
    context.wants(3) ? scale(g, multiply(g, sumOver(g, dy, over, false), gain), -1) : undefined,
    context.wants(4) ? varianceCotangent(g, { dy, standard: standard(), gain, inverseDeviation, over }) : undefined,
  ]
}

/** Statistics per channel over samples and space; the running statistics may not be read. */
function overBatch(context: RuleContext): (string | undefined)[] {
  const { graph: g, node } = context
  if (context.dy.slice(1).some((name) => name !== undefined)) {
    throw new NoGradientRuleError({ node, opset: g.opset, reason: 'its running statistics are read' })
  }
  const [x, weight, dy] = [input(context, 0), input(context, 1), cotangent(context)]
  const rank = g.shapeOf(x).length
  const over = [0, ...range(rank - 2, 2)]
  const parts = standardise(g, x, { axes: over, epsilon: attribute.float(context, 'epsilon', 1e-5) })
  return [
    context.wants(0) ? throughStatistics(g, dy, parts, { axes: over, gain: perChannel(g, weight, rank) }) : undefined,
    context.wants(1) ? sumOver(g, multiply(g, dy, standardOf(g, parts)), over, false) : undefined,
    context.wants(2) ? sumOver(g, dy, over, false) : undefined,
  ]
}

/** dvar = -1/2 sum(dy standard) scale / (var + epsilon). */
function varianceCotangent(
  g: GraphBuilder,
  parts: { dy: string; standard: string; gain: string; inverseDeviation: string; over: readonly number[] },
): string {
  const along = sumOver(g, multiply(g, parts.dy, parts.standard), parts.over, false)
  return scale(g, multiply(g, multiply(g, along, parts.gain), parts.inverseDeviation), -0.5)
}

/** Statistics over the trailing axes from `axis` on; weight and bias broadcast to x. */
export const layerNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const [x, weight, dy] = [input(context, 0), input(context, 1), cotangent(context)]
  const rank = g.shapeOf(x).length
  const first = normaliseAxis(attribute.int(context, 'axis', -1), rank)
  const axes = range(rank - first, first)
  const parts = standardise(g, x, { axes, epsilon: attribute.float(context, 'epsilon', 1e-5) })
  return [
    context.wants(0) ? throughStatistics(g, multiply(g, dy, weight), parts, { axes }) : undefined,
    context.wants(1) ? sumTo(g, multiply(g, dy, standardOf(g, parts)), g.shapeOf(weight)) : undefined,
    context.wants(2) ? sumTo(g, dy, shape(context, 2)) : undefined,
  ]
}

/** y = weight x / sqrt(mean(x^2) + epsilon) over the trailing axes. */
export const rmsNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const [x, weight, dy] = [input(context, 0), input(context, 1), cotangent(context)]
  const rank = g.shapeOf(x).length
  const first = normaliseAxis(attribute.int(context, 'axis', -1), rank)
  const axes = range(rank - first, first)
  const parts = standardise(g, x, { axes, epsilon: attribute.float(context, 'epsilon', 1e-5), isCentred: false })
  return [
    context.wants(0) ? throughStatistics(g, multiply(g, dy, weight), parts, { axes, isCentred: false }) : undefined,
    context.wants(1) ? sumTo(g, multiply(g, dy, standardOf(g, parts)), g.shapeOf(weight)) : undefined,
  ]
}

/** Statistics per sample and group of channels; weight and bias per channel. */
export const groupNormalization: GradientRule = (context) => {
  const { graph: g } = context
  const [x, weight, dy] = [input(context, 0), input(context, 1), cotangent(context)]
  const extents = g.shapeOf(x)
  const rank = extents.length
  const [batch = 1, channels = 1] = extents
  const groups = attribute.int(context, 'num_groups', 1)
  const grouped = [batch, groups, (channels / groups) * extents.slice(2).reduce((a, b) => a * b, 1)]
  const parts = standardise(g, reshape(g, x, grouped), {
    axes: [2],
    epsilon: attribute.float(context, 'epsilon', 1e-5),
  })
  const d = reshape(g, multiply(g, dy, perChannel(g, weight, rank)), grouped)
  const over = [0, ...range(rank - 2, 2)]
  const standard = () => reshape(g, standardOf(g, parts), extents)
  return [
    context.wants(0) ? reshape(g, throughStatistics(g, d, parts, { axes: [2] }), extents) : undefined,
    context.wants(1) ? sumOver(g, multiply(g, dy, standard()), over, false) : undefined,
    context.wants(2) ? sumOver(g, dy, over, false) : undefined,
  ]
}

/**
 * y = x / (bias + alpha/size sum of x^2 over neighbouring channels)^beta. With s the bracket and t = dy y / s,
 * dx = dy s^-beta - 2 alpha beta / size · x · (sum of t over the channels that x is a neighbour of).
 */
export const localResponse: GradientRule = (context) => {
  const { graph: g } = context
  const [x, dy] = [input(context, 0), cotangent(context)]
  const size = attribute.int(context, 'size', 1)
  const [alpha, beta] = [attribute.float(context, 'alpha', 1e-4), attribute.float(context, 'beta', 0.75)]
  const before = Math.floor((size - 1) / 2)
  const s = shift(
    g,
    scale(g, neighbours(context, multiply(g, x, x), before, size - 1 - before), alpha / size),
    attribute.float(context, 'bias', 1),
  )
  const powered = g.emit('Pow', [s, g.scalar(-beta)])
  const t = divide(g, multiply(g, multiply(g, dy, x), powered), s)
  const tail = scale(g, multiply(g, x, neighbours(context, t, size - 1 - before, before)), (-2 * alpha * beta) / size)
  return [add(g, multiply(g, dy, powered), tail)]
}

/** The sum over `before` channels before and `after` channels after each. */
function neighbours(context: RuleContext, name: string, before: number, after: number): string {
  const { graph: g } = context
  const channels = g.shapeOf(name)[1] ?? 1
  const band = Array.from({ length: channels * channels }, (_, index) => {
    const offset = (index % channels) - Math.floor(index / channels)
    return offset >= -before && offset <= after ? 1 : 0
  })
  const kernel = g.constant(
    'float32',
    [channels, channels, ...new Array<number>(g.shapeOf(name).length - 2).fill(1)],
    band,
  )
  return g.emit('Conv', [name, kernel])
}
