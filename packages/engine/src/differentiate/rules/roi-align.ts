import { sizeOf } from '../../tensor/index.ts'
import { add, dropWhere, multiply, range, reshape, scale, shift, subtract } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, input, NoGradientRuleError, type RuleContext, shape } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { sampled, tapsOf } from './sampling.ts'

function refuse({ node, graph }: RuleContext, reason: string): never {
  throw new NoGradientRuleError({ node, opset: graph.opset, reason })
}

/** Sampling places of one axis in voxels, [boxes, bins, samples of a bin]. */
function placesAlong(context: RuleContext, axis: number, bins: number, samples: number): string {
  const { graph: g } = context
  const boxes = input(context, 1)
  const count = g.shapeOf(boxes)[0] ?? 0
  const isHalf = attribute.string(context, 'coordinate_transformation_mode', 'half_pixel') === 'half_pixel'
  const corner = (at: number) => {
    const column = g.emit('Slice', [boxes, g.ints([at]), g.ints([at + 1]), g.ints([1])])
    return shift(g, scale(g, column, attribute.float(context, 'spatial_scale', 1)), isHalf ? -0.5 : 0)
  }
  // A box is x1, y1, x2, y2.
  const [start, end] = [corner(1 - axis), corner(3 - axis)]
  const extent = subtract(g, end, start)
  const length = isHalf ? extent : g.emit('Max', [extent, g.scalar(1)])
  const inBox = range(bins * samples).map((at) => (at + 0.5) / (bins * samples))
  const places = add(g, start, multiply(g, length, g.constant('float32', [1, bins * samples], inBox)))
  return reshape(g, places, [count, bins * samples])
}

/** A coordinate of rows or columns spread over the grid of both, [boxes, rows · columns]. */
function overGrid(g: GraphBuilder, places: string, axis: number, grid: readonly number[]): string {
  const [boxes = 0, count = 0] = g.shapeOf(places)
  const lines = reshape(g, places, axis === 0 ? [boxes, count, 1] : [boxes, 1, count])
  return reshape(g, g.emit('Expand', [lines, g.ints([boxes, ...grid])]), [boxes, sizeOf(grid)])
}

/** Boxes of feature maps resampled to a grid: the mean of linear samples in each bin (He et al., arXiv 1703.06870). */
export const roiAlign = throughExpansion((context, detached) => {
  const { graph: g } = context
  const samples = attribute.int(context, 'sampling_ratio', 0)
  if (attribute.string(context, 'mode', 'avg') !== 'avg') refuse(context, 'it takes the largest sample of each bin')
  if (samples < 1) refuse(context, 'its number of samples depends on the boxes; give it a sampling_ratio')
  const [, channels = 1, ...space] = shape(context, 0)
  const bins = [attribute.int(context, 'output_height', 1), attribute.int(context, 'output_width', 1)]
  const boxes = g.shapeOf(input(context, 1))[0] ?? 0
  const grid = bins.map((count) => count * samples)
  const places = space.map((_, axis) => overGrid(g, placesAlong(context, axis, bins[axis] ?? 1, samples), axis, grid))
  const taps = space.map((extent, axis) => {
    const inside = g.emit('Clip', [places[axis] ?? '', g.scalar(0), g.scalar(extent - 1)])
    return tapsOf(g, inside, { extent, low: 0, high: extent - 1, padding: 'border', mode: 'linear' }, detached)
  })
  const maps = g.emit('Gather', [input(context, 0), input(context, 2)], { axis: 0 })
  const image = reshape(g, maps, [boxes, channels, sizeOf(space)])
  const values = sampled(g, image, { taps, space, detached })
  // A sample more than a voxel outside counts as 0.
  const kept = space.reduce((part, extent, axis) => {
    const isOutside = detached(() => {
      const place = places[axis] ?? ''
      return g.emit('Or', [g.emit('Less', [place, g.scalar(-1)]), g.emit('Greater', [place, g.scalar(extent)])])
    })
    return dropWhere(g, reshape(g, isOutside, [boxes, 1, sizeOf(grid)]), part)
  }, values)
  const [rows = 1, columns = 1] = bins
  const binned = reshape(g, kept, [boxes, channels, rows, samples, columns, samples])
  return [g.emit('ReduceMean', [binned, g.ints([3, 5])], { keepdims: 0 })]
})
