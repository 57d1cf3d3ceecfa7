import { type GraphBuilder, multiply, reshape, usedNames } from '../build/index.ts'
import type { Node } from '../onnx/index.ts'
import { type Shape, sizeOf } from '../tensor/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'

/** A factor this many times smaller than what it multiplies costs next to nothing. */
const smaller = 64

/** x · factor with a factor per group, in front of a reshape that takes the groups of channels apart. */
interface GroupScaling {
  readonly x: string
  readonly factor: string
}

function scalingBefore(
  g: GraphBuilder,
  reshaped: Node | undefined,
  options: { producers: ReadonlyMap<string, Node>; isReadOnce: (name: string) => boolean },
): GroupScaling | undefined {
  const [grouped = ''] = reshaped?.opType === 'Reshape' ? reshaped.inputs : []
  const scaling = options.producers.get(grouped)
  const [x = '', factor = ''] = scaling?.opType === 'Mul' ? scaling.inputs : []
  if (x === '' || !options.isReadOnce(grouped) || !options.isReadOnce(reshaped?.outputs[0] ?? '')) return undefined
  const [batch, groups, run, ...others] = g.shapeOf(x)
  const [batches, channels = 0] = g.shapeOf(reshaped?.outputs[0] ?? '')
  const [copies, ...perGroup] = g.shapeOf(factor)
  const fits =
    others.length === 0 &&
    batch === batches &&
    groups !== undefined &&
    channels % groups === 0 &&
    (copies === 1 || copies === batch) &&
    perGroup.length === 2 &&
    perGroup[0] === groups &&
    perGroup[1] === 1 &&
    (run ?? 0) >= smaller * (channels / groups)
  return fits ? { x, factor } : undefined
}

/** A factor [n, groups, 1] for each channel of [N, channels, ...]. */
function perChannel(g: GraphBuilder, factor: string, shape: Shape): string {
  const [copies = 1, groups = 1] = g.shapeOf(factor)
  const [, channels = 1, ...space] = shape
  const expanded = g.emit('Expand', [factor, g.ints([copies, groups, channels / groups])])
  return reshape(g, expanded, [copies, channels, ...space.map(() => 1)])
}

/**
 * A group normalisation as exporters write it scales twice, by the deviation of the group and by the weight of the
 * channel, with a reshape in between: reshape(x · a) · b becomes reshape(x) · (a · b), one pass over the image less, and
 * one less again where the backward pass computes it anew.
 */
export const mergedFactors: GraphRewrite = (graph) => {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const readers = new Map<string, number>()
  for (const name of [...graph.nodes.flatMap(usedNames), ...graph.outputs.map((value) => value.name)])
    readers.set(name, (readers.get(name) ?? 0) + 1)
  const isReadOnce = (name: string) => readers.get(name) === 1
  return rewriteNodes((g, node) => {
    if (node.opType !== 'Mul') return undefined
    const [reshaped = '', weight = ''] = node.inputs
    const found = scalingBefore(g, producers.get(reshaped), { producers, isReadOnce })
    const shape = g.shapeOf(node.outputs[0] ?? '')
    if (found === undefined || sizeOf(g.shapeOf(weight)) * smaller > sizeOf(shape)) return undefined
    const factor = multiply(g, perChannel(g, found.factor, shape), weight)
    return [multiply(g, reshape(g, found.x, shape), factor)]
  })(graph)
}
