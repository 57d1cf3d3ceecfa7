import { sizeOf } from '../../tensor/index.ts'
import { add, multiply, range, reshape } from '../../build/index.ts'
import { attribute, input, type RuleContext, shape } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { sampled, tapsOf } from './sampling.ts'

/** Where each tap of the kernel lies for each output voxel before it is shifted: [kernel, outputs] of one axis. */
function regularPlaces(context: RuleContext, axis: number, kernel: readonly number[], outputs: readonly number[]) {
  const of = (name: string, fallback: number) => attribute.ints(context, name)?.[axis] ?? fallback
  const [stride, pad, dilation] = [of('strides', 1), of('pads', 0), of('dilations', 1)]
  const along = (extents: readonly number[], at: number) =>
    Math.floor(at / sizeOf(extents.slice(axis + 1))) % (extents[axis] ?? 1)
  return range(sizeOf(kernel)).flatMap((tap) =>
    range(sizeOf(outputs)).map((at) => along(outputs, at) * stride - pad + along(kernel, tap) * dilation),
  )
}

/**
 * A convolution whose taps are shifted by offsets [N, groups · taps · rank, ...] and weighted by a mask (Zhu et al.,
 * arXiv 1811.11168): the image is sampled linearly at each tap, zero outside, and multiplied by the filters.
 */
export const deformConv = throughExpansion((context, detached) => {
  const { graph: g, x } = context
  const [batch = 1, channels = 1, ...space] = shape(context, 0)
  const [filters = 1, , ...kernel] = shape(context, 1)
  const outputs = g.shapeOf(context.y[0] ?? '').slice(2)
  const [groups, shifts] = [attribute.int(context, 'group', 1), attribute.int(context, 'offset_group', 1)]
  const [taps, count, rank] = [sizeOf(kernel), sizeOf(outputs), space.length]
  const offsets = reshape(g, input(context, 2), [batch * shifts, taps, rank, count])
  const axes = space.map((extent, axis) => {
    const cut = g.emit('Slice', [offsets, g.ints([axis]), g.ints([axis + 1]), g.ints([2])])
    const regular = g.constant('float32', [1, taps * count], regularPlaces(context, axis, kernel, outputs))
    const places = add(g, reshape(g, cut, [batch * shifts, taps * count]), regular)
    return tapsOf(g, places, { extent, low: 0, high: extent - 1, padding: 'zeros', mode: 'linear' }, detached)
  })
  const image = reshape(g, input(context, 0), [batch * shifts, channels / shifts, sizeOf(space)])
  const columns = sampled(g, image, { taps: axes, space, detached })
  const mask = x[4] ?? ''
  const weighted = mask === '' ? columns : multiply(g, columns, reshape(g, mask, [batch * shifts, 1, taps * count]))
  const width = (channels / groups) * taps
  const left = reshape(g, input(context, 1), [1, groups, filters / groups, width])
  const product = g.emit('MatMul', [left, reshape(g, weighted, [batch, groups, width, count])])
  const y = reshape(g, product, [batch, filters, ...outputs])
  const bias = x[3] ?? ''
  return [bias === '' ? y : add(g, y, reshape(g, bias, [filters, ...outputs.map(() => 1)]))]
})
