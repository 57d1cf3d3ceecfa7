import { type GraphBuilder, range, reshape, transpose } from '../build/index.ts'
import { intAttribute, intsAttribute, type Node, stringAttribute } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { type NodeRewrite, rewriteNodes } from './rewrite.ts'

/** More filters than this fill ONNX Runtime's own kernel well enough. */
const mostFilters = 2
/** With fewer channels the products are smaller than the sums around them. */
const fewestChannels = 16

function takesShifts(g: GraphBuilder, node: Node): boolean {
  const [, w = ''] = node.inputs
  const isOne = (attribute: string) => (intsAttribute(node, attribute) ?? []).every((value) => value === 1)
  const [filters = 0, channels = 0, ...kernel] = g.shapeOf(w)
  return (
    stringAttribute(node, 'auto_pad', 'NOTSET') === 'NOTSET' &&
    intAttribute(node, 'group', 1) === 1 &&
    isOne('strides') &&
    isOne('dilations') &&
    filters <= mostFilters &&
    channels >= fewestChannels &&
    sizeOf(kernel) >= 9
  )
}

/** Rows [shift, shift + count) of x along axis, zeros where x has none. */
function window(g: GraphBuilder, x: string, { axis, shift, count }: { axis: number; shift: number; count: number }) {
  const extents = g.shapeOf(x)
  const after = shift + count - (extents[axis] ?? 0)
  if (shift === 0 && after === 0) return x
  const zeros = extents.map(() => 0)
  // Negative pads crop.
  return g.emit('Pad', [x, g.ints([...zeros.with(axis, -shift), ...zeros.with(axis, after)])])
}

/**
 * A Conv of stride 1 onto one or two channels, such as the gradient with respect to the image: one product of all taps
 * with the channels at each voxel, then sums of the products moved along one axis after the other. ONNX Runtime's
 * kernel copies the window of every voxel for a single row of a product; this takes half its time or less.
 */
const asShiftedProducts: NodeRewrite = (g, node) => {
  if (node.opType !== 'Conv' || !takesShifts(g, node)) return undefined
  const [x = '', w = '', bias = ''] = node.inputs
  const [batch = 1, channels = 1, ...extents] = g.shapeOf(x)
  const [filters = 1, , ...kernel] = g.shapeOf(w)
  const output = g.shapeOf(node.outputs[0] ?? '').slice(2)
  const pads = intsAttribute(node, 'pads') ?? []
  const rank = kernel.length
  const taps = sizeOf(kernel)
  const rows = reshape(g, transpose(g, w, [...range(rank, 2), 0, 1]), [taps * filters, channels])
  const products = g.emit('MatMul', [rows, reshape(g, x, [batch, channels, sizeOf(extents)])])
  const sums = kernel.reduce((current, count, axis) => {
    const rest = [...kernel.slice(axis + 1), filters]
    const space = [...output.slice(0, axis), ...extents.slice(axis)]
    const byTap = reshape(g, current, [batch, count, sizeOf(rest), ...space])
    const parts = count === 1 ? [byTap] : g.emitAll('Split', [byTap], { axis: 1, num_outputs: count }, count)
    const moved = parts.map((part, tap) =>
      window(g, part, { axis: axis + 3, shift: tap - (pads[axis] ?? 0), count: output[axis] ?? 1 }),
    )
    return moved.length === 1 ? (moved[0] ?? '') : g.emit('Sum', moved)
  }, products)
  const result = reshape(g, sums, [batch, filters, ...output])
  return [bias === '' ? result : g.emit('Add', [result, reshape(g, bias, [filters, ...kernel.map(() => 1)])])]
}

export const shiftedProducts = rewriteNodes(asShiftedProducts)
