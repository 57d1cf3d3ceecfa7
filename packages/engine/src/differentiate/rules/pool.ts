import { intAttribute } from '../../onnx/index.ts'
import { sizeOf } from '../../tensor/index.ts'
import { divide, reshape, scale } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, output, type RuleContext, shape } from '../rule.ts'
import { forwardPads, reach, windowAxes } from './convolution-window.ts'
import { convolveBack } from './convolve-back.ts'

/** dy [..] put at flat positions of a zero tensor; positions that repeat add up. */
function scatterFlat(g: GraphBuilder, dy: string, positions: string, extents: readonly number[]): string {
  const zeros = g.filled([sizeOf(extents)], 0, g.dataTypeOf(dy))
  const flat = (name: string) => reshape(g, name, [sizeOf(g.shapeOf(name))])
  const dx = g.emit('ScatterElements', [zeros, flat(positions), flat(dy)], { axis: 0, reduction: 'add' })
  return reshape(g, dx, extents)
}

/**
 * dy goes to the voxel that each window took, for any window, overlapping and dilated ones included. The forward node
 * is given its Indices output, which counts over the whole tensor in C order (storage_order 0).
 */
export const maxPool: GradientRule = (context) => {
  const { graph: g, node } = context
  const extents = shape(context, 0)
  const dy = cotangent(context)
  const given = context.y[1] ?? ''
  const isRowMajor = intAttribute(node, 'storage_order', 0) === 0
  if (given !== '' && isRowMajor) return [scatterFlat(g, dy, given, extents)]
  const positions = g.declare('indices', { dataType: 'int64', shape: g.shapeOf(output(context)) })
  const [first = ''] = node.outputs
  const types = [g.typeOf(first), g.typeOf(positions)]
  if (given === '') {
    g.replace(
      node,
      {
        ...node,
        outputs: [first, positions],
        attributes: { ...node.attributes, storage_order: { kind: 'int', value: 0 } },
      },
      types,
    )
    return [scatterFlat(g, dy, positions, extents)]
  }
  const again = g.emitAll('MaxPool', [input(context, 0)], { ...node.attributes, storage_order: 0 }, 2)
  return [scatterFlat(g, dy, again[1] ?? '', extents)]
}

/** y at the places that Indices name: dx gathers dy there. */
export const maxUnpool: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const flat = (name: string) => reshape(g, name, [sizeOf(g.shapeOf(name))])
  const taken = g.emit('GatherElements', [flat(dy), flat(input(context, 1))], { axis: 0 })
  return [reshape(g, taken, shape(context, 0))]
}

/** How many voxels each output of an AveragePool divides by along one axis. */
function divisors(options: {
  extent: number
  outputs: number
  kernel: number
  stride: number
  dilation: number
  before: number
  after: number
  countsPads: boolean
}): number[] {
  const { extent, outputs, kernel, stride, dilation, before, after, countsPads } = options
  return Array.from({ length: outputs }, (_, index) => {
    const start = index * stride - before
    let count = 0
    for (let tap = 0; tap < kernel; tap++) {
      const position = start + tap * dilation
      if (position >= 0 && position < extent) count++
      else if (countsPads && position >= -before && position < extent + after) count++
    }
    return count
  })
}

/**
 * dy over the number of voxels averaged (pads counted where count_include_pad is set, never what ceil_mode adds),
 * spread over each window: the adjoint of a depthwise Conv with a kernel of ones.
 */
export const averagePool: GradientRule = (context) => {
  const { graph: g, node } = context
  const extents = shape(context, 0)
  const space = extents.slice(2)
  const dy = cotangent(context)
  const outputs = g.shapeOf(dy).slice(2)
  const axes = windowAxes(node, space.length, [])
  const pads = forwardPads(node, axes, space, outputs)
  const countsPads = attribute.int(context, 'count_include_pad', 0) === 1
  const counts = space.map((extent, axis) =>
    divisors({
      extent,
      outputs: outputs[axis] ?? 0,
      kernel: axes.kernel[axis] ?? 1,
      stride: axes.strides[axis] ?? 1,
      dilation: axes.dilations[axis] ?? 1,
      before: pads[axis] ?? 0,
      after: pads[axis + space.length] ?? 0,
      countsPads,
    }),
  )
  const shares = shareOf(g, dy, counts)
  return [spreadWindows(context, shares, { ...axes, pads, group: 1 })]
}

/** dy divided by the product of the counts along each axis. */
function shareOf(g: GraphBuilder, dy: string, counts: readonly (readonly number[])[]): string {
  return counts.reduce((share, along, axis) => {
    const [first = 1] = along
    if (along.every((count) => count === first)) return scale(g, share, 1 / first)
    const extents = counts.map((_, other) => (other === axis ? along.length : 1))
    return divide(g, share, g.constant('float32', extents, along))
  }, dy)
}

/** Every window's value added to each of its voxels; non-overlapping windows are just repeated. */
function spreadWindows(
  context: RuleContext,
  dy: string,
  window: {
    kernel: readonly number[]
    strides: readonly number[]
    dilations: readonly number[]
    pads: readonly number[]
    group: number
  },
): string {
  const { graph: g } = context
  const [batch = 1, channels = 1, ...space] = shape(context, 0)
  const outputs = g.shapeOf(dy).slice(2)
  const { kernel, strides, dilations, pads } = window
  const isTiling =
    pads.every((pad) => pad === 0) &&
    dilations.every((dilation) => dilation === 1) &&
    kernel.every((k, axis) => k === strides[axis] && k * (outputs[axis] ?? 0) === space[axis])
  if (isTiling) {
    const interleaved = [batch * channels, ...outputs.flatMap((extent) => [extent, 1])]
    const repeats = [1, ...kernel.flatMap((k) => [1, k])]
    const tiled = g.emit('Tile', [reshape(g, dy, interleaved), g.ints(repeats)])
    return reshape(g, tiled, [batch, channels, ...space])
  }
  const one = g.constant('float32', [1, 1, ...kernel], new Array<number>(sizeOf(kernel)).fill(1))
  const flat = reshape(g, dy, [batch * channels, 1, ...outputs])
  // Windows that begin in the pad that ceil_mode adds behind the image end outside of it.
  const ends = outputs.map((extent, axis) => {
    const stride = strides[axis] ?? 1
    return (extent - 1) * stride + reach(kernel[axis] ?? 1, dilations[axis] ?? 1) - (pads[axis] ?? 0)
  })
  const extents = space.map((extent, axis) => Math.max(extent, ends[axis] ?? 0))
  const wide = convolveBack(g, { dy: flat, w: one, window, extents })
  const over = space.flatMap((extent, axis) => ((extents[axis] ?? 0) > extent ? [axis] : []))
  const cropped =
    over.length === 0
      ? wide
      : g.emit('Slice', [
          wide,
          g.ints(over.map(() => 0)),
          g.ints(over.map((axis) => space[axis] ?? 0)),
          g.ints(over.map((axis) => axis + 2)),
        ])
  return reshape(g, cropped, [batch, channels, ...space])
}

/** y = (sum |x|^p)^(1/p) per window: dx = sign(x) |x|^(p-1) · spread(dy y^(1-p)). */
export const lpPool: GradientRule = (context) => {
  const { graph: g, node } = context
  const [x, y, dy] = [input(context, 0), output(context), cotangent(context)]
  const p = intAttribute(node, 'p', 2)
  const axes = windowAxes(node, shape(context, 0).length - 2, [])
  const pads = forwardPads(node, axes, shape(context, 0).slice(2), g.shapeOf(dy).slice(2))
  const weighted = g.emit('Mul', [dy, g.emit('Pow', [y, g.scalar(1 - p)])])
  const spread = spreadWindows(context, weighted, { ...axes, pads, group: 1 })
  const slope = g.emit('Mul', [g.emit('Sign', [x]), g.emit('Pow', [g.emit('Abs', [x]), g.scalar(p - 1)])])
  return [g.emit('Mul', [slope, spread])]
}
