import { sizeOf, stridesOf } from '../../tensor/index.ts'
import { range, reshape, scale, shift } from '../../build/index.ts'
import { attribute, input, type RuleContext } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { sampled, type SampledAxis, tapsOf } from './sampling.ts'

function axisOf(context: RuleContext, extent: number): SampledAxis {
  const isAligned = attribute.int(context, 'align_corners', 0) === 1
  return {
    extent,
    low: isAligned ? 0 : -0.5,
    high: isAligned ? extent - 1 : extent - 0.5,
    padding: attribute.string(context, 'padding_mode', 'zeros'),
    mode: attribute.string(context, 'mode', 'linear'),
  }
}

/**
 * y = the image at the places of grid [N, ..., rank], whose coordinates run from -1 to 1, the last axis first. A sum
 * over the neighbouring voxels, linear in the image and smooth in the grid between voxels.
 */
export const gridSample = throughExpansion((context, detached) => {
  const { graph: g } = context
  const [x, grid] = [input(context, 0), input(context, 1)]
  const [batch = 1, channels = 1, ...space] = g.shapeOf(x)
  const outer = g.shapeOf(grid).slice(1, -1)
  const places = sizeOf(outer)
  const flat = reshape(g, grid, [batch, places, space.length])
  const taps = space.map((extent, index) => {
    const axis = axisOf(context, extent)
    const component = space.length - 1 - index
    const cut = g.emit('Slice', [flat, g.ints([component]), g.ints([component + 1]), g.ints([2])])
    const unit = shift(g, reshape(g, cut, [batch, places]), 1)
    const span = axis.high - axis.low
    return tapsOf(g, shift(g, scale(g, unit, span / 2), axis.low), axis, detached)
  })
  const image = reshape(g, x, [batch, channels, sizeOf(space)])
  const total = sampled(g, image, { taps, space, detached })
  return [reshape(g, total, [batch, channels, ...outer])]
})

/** grid = base coordinates [.., rank + 1] times theta^T, the base of size's voxels from -1 to 1. */
export const affineGrid = throughExpansion((context) => {
  const { graph: g } = context
  const theta = input(context, 0)
  const [batch = 1, rank = 2] = g.shapeOf(theta)
  const space = g.shapeOf(context.y[0] ?? '').slice(1, -1)
  const isAligned = attribute.int(context, 'align_corners', 0) === 1
  const along = (extent: number, at: number) =>
    isAligned ? (extent === 1 ? -1 : (2 * at) / (extent - 1) - 1) : (2 * at + 1) / extent - 1
  const strides = stridesOf(space)
  const base = range(sizeOf(space)).flatMap((place) => [
    ...space.map((extent, axis) => along(extent, Math.floor(place / (strides[axis] ?? 1)) % extent)).reverse(),
    1,
  ])
  const rows = g.constant('float32', [1, sizeOf(space), rank + 1], base)
  const product = g.emit('MatMul', [rows, g.emit('Transpose', [theta], { perm: [0, 2, 1] })])
  return [reshape(g, product, [batch, ...space, rank])]
})
