import { type GraphBuilder, multiply } from '../build/index.ts'
import { intAttribute } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { readCounts } from './read-counts.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Smaller images take no time worth saving. */
const leastBytes = 2 ** 26
/** A kernel this many times smaller than the image is scaled for next to nothing. */
const smaller = 64

/**
 * A 3-D Conv of an image that is scaled channel by channel, Conv(x · f, W), becomes Conv(x, W · f): a pass over the
 * image less. The gradient of a normalisation ends in such a factor.
 */
export const foldedFactors =
  (smallest = leastBytes): GraphRewrite =>
  (graph) => {
    const reads = readCounts(graph)
    return rewriteNodes((g, node, producers) => {
      const [image = '', kernel = '', ...bias] = node.inputs
      if (node.opType !== 'Conv' || intAttribute(node, 'group', 1) !== 1) return undefined
      if (reads.get(image) !== 1 || valueBytes(graph, image) < smallest) return undefined
      const scaling = producers.get(image)
      const [x = '', factor = ''] = scaling?.opType === 'Mul' ? scaling.inputs : []
      if (!isPerChannel(g, factor, x) || sizeOf(g.shapeOf(kernel)) * smaller > sizeOf(g.shapeOf(image)))
        return undefined
      const scaled = multiply(g, kernel, factor)
      const name = g.declare('Conv', g.typeOf(node.outputs[0] ?? ''))
      g.adopt({ ...node, name, inputs: [x, scaled, ...bias], outputs: [name] })
      return [name]
    })(graph)
  }

/** Whether the factor is [1, C, 1, 1, 1] for an image [N, C, ...] of three axes. */
function isPerChannel(g: GraphBuilder, factor: string, x: string): boolean {
  if (factor === '') return false
  const [one, channels, ...space] = g.shapeOf(factor)
  const [, imageChannels] = g.shapeOf(x)
  return one === 1 && channels === imageChannels && space.length === 3 && sizeOf(space) === 1
}
