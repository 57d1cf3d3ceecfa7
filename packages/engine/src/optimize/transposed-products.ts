import { type GraphBuilder, range, transpose } from '../build/index.ts'
import { intsAttribute, type Node } from '../onnx/index.ts'
import { sameShape } from '../tensor/index.ts'
import { readCounts } from './read-counts.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Products with smaller matrices take no time worth saving. */
const leastBytes = 2 ** 27

/**
 * (Q^T S)^T becomes S^T Q, as the gradient of attention's keys has it: the kernel reads S transposed as fast, and two
 * transpositions fall away.
 */
export const transposedProducts =
  (smallest = leastBytes): GraphRewrite =>
  (graph) => {
    const reads = readCounts(graph)
    return rewriteNodes((g, node, producers) => {
      const product = swapped(g, node)
      const [left = '', s = ''] =
        producers.get(product ?? '')?.opType === 'MatMul' ? (producers.get(product ?? '')?.inputs ?? []) : []
      const q = swapped(g, producers.get(left))
      if (product === undefined || q === undefined || reads.get(product) !== 1) return undefined
      if (valueBytes(graph, s) < smallest) return undefined
      const rank = g.shapeOf(s).length
      return [g.emit('MatMul', [transpose(g, s, [...range(rank - 2), rank - 1, rank - 2]), q])]
    })(graph)
  }

/** What the node transposes, where it swaps the last two axes alone. */
function swapped(g: GraphBuilder, node: Node | undefined): string | undefined {
  if (node?.opType !== 'Transpose') return undefined
  const [x = ''] = node.inputs
  const rank = g.shapeOf(x).length
  const order = intsAttribute(node, 'perm')?.map(Number) ?? []
  return sameShape(order, [...range(rank - 2), rank - 1, rank - 2]) ? x : undefined
}
