import { add, type GraphBuilder, multiply, scale } from '../build/index.ts'
import { floatValues, type Node } from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'
import { readCounts } from './read-counts.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'
import { steep } from './sign-masks.ts'
import { valueBytes } from './value-bytes.ts'

/** Smaller masks take no time worth saving. */
const leastBytes = 2 ** 26
/** A factor this many times smaller than what it multiplies costs next to nothing. */
const smaller = 64
/** A power of two keeps the sign of a sum exactly, and leaves its terms far from overflow. */
const steepInSums = 2 ** 80

/**
 * The steep factor of a mask (see sign-masks) goes into the factors of the normalisation that is computed again for it:
 * 1e30 (x · a) becomes x · (2^80 a), and 1e30 (x · a + y · b) likewise, a pass over the image less.
 */
export const steepFactors =
  (smallest = leastBytes): GraphRewrite =>
  (graph) => {
    const reads = readCounts(graph)
    return rewriteNodes((g, node, producers) => {
      const [x = '', factor = ''] = node.inputs
      if (node.opType !== 'Mul' || !isSteep(g, factor) || valueBytes(graph, x) < smallest) return undefined
      const made = steeper(g, x, { producers, reads })
      return made === undefined ? undefined : [made]
    })(graph)
  }

interface Known {
  readonly producers: ReadonlyMap<string, Node>
  readonly reads: ReadonlyMap<string, number>
}

function steeper(g: GraphBuilder, name: string, known: Known): string | undefined {
  const producer = known.producers.get(name)
  if (producer === undefined || known.reads.get(name) !== 1) return undefined
  const [a = '', b = ''] = producer.inputs
  if (producer.opType === 'Mul' && sizeOf(g.shapeOf(b)) * smaller <= sizeOf(g.shapeOf(a)))
    return multiply(g, a, scale(g, b, steepInSums))
  if (producer.opType !== 'Add') return undefined
  const [left, right] = [steeper(g, a, known), steeper(g, b, known)]
  return left === undefined || right === undefined ? undefined : add(g, left, right)
}

function isSteep(g: GraphBuilder, name: string): boolean {
  const constant = g.constantOf(name)
  return (
    constant?.dataType === 'float32' && sizeOf(constant.shape) === 1 && floatValues(constant)[0] === Math.fround(steep)
  )
}
