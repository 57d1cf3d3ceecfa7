import { normaliseAxis, sizeOf } from '../../tensor/index.ts'
import { padZeros, range, reshape, sumOver, sumTo } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, type RuleContext, shape } from '../rule.ts'
import { type AxisSampling, interpolationMatrix, paddingMatrix } from './interpolation-matrix.ts'
import { constantInput } from './structural.ts'

/** Resize and Pad are linear and separable: along each axis a matrix, whose transpose takes the cotangent back. */

/** matrix^T applied along one axis: dy [.., to, ..] becomes [.., from, ..]; matrix is [to, from]. */
function applyTransposed(g: GraphBuilder, dy: string, axis: number, matrix: Float32Array, from: number): string {
  const extents = g.shapeOf(dy)
  const to = extents[axis] ?? 1
  const outer = sizeOf(extents.slice(0, axis))
  const inner = sizeOf(extents.slice(axis + 1))
  const result = extents.with(axis, from)
  if (inner === 1) {
    const product = g.emit('MatMul', [reshape(g, dy, [outer, to]), g.constant('float32', [to, from], matrix)])
    return reshape(g, product, result)
  }
  const transposedMatrix = new Float32Array(from * to)
  for (let row = 0; row < to; row++) {
    for (let column = 0; column < from; column++) transposedMatrix[column * to + row] = matrix[row * from + column] ?? 0
  }
  const left = g.constant('float32', [from, to], transposedMatrix)
  return reshape(g, g.emit('MatMul', [left, reshape(g, dy, [outer, to, inner])]), result)
}

/** What each axis of a Resize does; undefined for an axis that it leaves alone. */
function samplings(context: RuleContext): (AxisSampling | undefined)[] {
  const from = shape(context, 0)
  const to = context.graph.shapeOf(cotangent(context))
  const rank = from.length
  const axes = (attribute.ints(context, 'axes') ?? range(rank)).map((axis) => normaliseAxis(axis, rank))
  const given = (index: number) => ((context.x[index] ?? '') === '' ? [] : constantInput(context, index))
  const [roi, scales] = [given(1), given(2)]
  const mode = attribute.string(context, 'mode', 'nearest')
  const policy = attribute.string(context, 'keep_aspect_ratio_policy', 'stretch')
  const ratios = axes.map((axis) => (given(3)[axes.indexOf(axis)] ?? 0) / (from[axis] ?? 1))
  const kept = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios)
  return range(rank).map((axis) => {
    const at = axes.indexOf(axis)
    const [fromExtent = 1, toExtent = 1] = [from[axis], to[axis]]
    if (at < 0) return undefined
    const stretched = policy === 'stretch' ? toExtent / fromExtent : kept
    const scale = scales.length > 0 ? (scales[at] ?? 1) : stretched
    const coordinates = attribute.string(context, 'coordinate_transformation_mode', 'half_pixel')
    if (scale === 1 && fromExtent === toExtent && coordinates !== 'tf_crop_and_resize') return undefined
    return {
      from: fromExtent,
      to: toExtent,
      scale,
      mode: mode === 'linear' || mode === 'cubic' ? mode : 'nearest',
      coordinates,
      nearest: attribute.string(context, 'nearest_mode', 'round_prefer_floor'),
      cubicA: attribute.float(context, 'cubic_coeff_a', -0.75),
      excludesOutside: attribute.int(context, 'exclude_outside', 0) === 1,
      antialiases: attribute.int(context, 'antialias', 0) === 1,
      roi: [roi[at] ?? 0, roi[at + axes.length] ?? 1],
    }
  })
}

/** Whether an axis repeats each element a whole number of times, so that a reduction undoes it. */
function repeats(sampling: AxisSampling): number | undefined {
  const ratio = sampling.to / sampling.from
  if (sampling.mode !== 'nearest' || !Number.isInteger(ratio)) return undefined
  const matrix = interpolationMatrix(sampling)
  const isPlain = range(sampling.to).every((index) => matrix[index * sampling.from + Math.floor(index / ratio)] === 1)
  return isPlain ? ratio : undefined
}

/** dx = the transposed interpolation along each axis; sums over blocks where elements were merely repeated. */
export const resize: GradientRule = (context) => {
  const { graph: g } = context
  return [
    samplings(context).reduce((dx, sampling, axis) => {
      if (sampling === undefined) return dx
      const ratio = repeats(sampling)
      if (ratio === undefined) return applyTransposed(g, dx, axis, interpolationMatrix(sampling), sampling.from)
      const extents = g.shapeOf(dx)
      const blocks = reshape(g, dx, [...extents.slice(0, axis), sampling.from, ratio, ...extents.slice(axis + 1)])
      return reshape(g, sumOver(g, blocks, [axis + 1]), extents.with(axis, sampling.from))
    }, cotangent(context)),
  ]
}

/** Zeros are cut off; reflected, repeated and wrapped voxels give their cotangent to where they came from. */
export const pad: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const rank = extents.length
  const axes = ((context.x[3] ?? '') === '' ? range(rank) : constantInput(context, 3)).map((axis) =>
    normaliseAxis(axis, rank),
  )
  const pads = constantInput(context, 1)
  const side = (offset: number) =>
    range(rank).map((axis) => (axes.includes(axis) ? (pads[axes.indexOf(axis) + offset] ?? 0) : 0))
  const [before, after] = [side(0), side(axes.length)]
  const mode = attribute.string(context, 'mode', 'constant')
  const dy = cotangent(context)
  const value = context.wants(2) ? padValueCotangent(context, before, after) : undefined
  if (mode === 'constant')
    return [
      context.wants(0)
        ? padZeros(
            g,
            dy,
            before.map((n) => -n),
            after.map((n) => -n),
          )
        : undefined,
      undefined,
      value,
    ]
  return [
    range(rank).reduce((dx, axis) => {
      const [head = 0, tail = 0, extent = 0] = [before[axis], after[axis], extents[axis]]
      if (head === 0 && tail === 0) return dx
      return applyTransposed(g, dx, axis, paddingMatrix({ extent, before: head, after: tail, mode }), extent)
    }, dy),
  ]
}

/** The sum of dy over the padding. */
function padValueCotangent(context: RuleContext, before: readonly number[], after: readonly number[]): string {
  const { graph: g } = context
  const dy = cotangent(context)
  const inner = padZeros(
    g,
    dy,
    before.map((n) => -Math.max(0, n)),
    after.map((n) => -Math.max(0, n)),
  )
  const total = (name: string) => sumTo(g, name, [])
  return reshape(g, g.emit('Sub', [total(dy), total(inner)]), g.shapeOf(context.x[2] ?? ''))
}
