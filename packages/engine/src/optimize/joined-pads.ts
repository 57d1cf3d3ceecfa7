import { type GraphBuilder, range } from '../build/index.ts'
import { type Node, numberValues, stringAttribute } from '../onnx/index.ts'
import { readCounts } from './read-counts.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Smaller sums take no time worth saving. */
const leastBytes = 2 ** 24

/** Values that stand one behind the other along an axis. */
interface Row {
  readonly axis: number
  readonly parts: readonly { readonly x: string; readonly first: number }[]
}

/**
 * The gradients of parts of a tensor, each padded with zeros to the whole and added up, become one Concat where the
 * parts fill the whole: one pass in place of five for the queries, keys and values of attention.
 */
export const joinedPads =
  (smallest = leastBytes): GraphRewrite =>
  (graph) => {
    const reads = readCounts(graph)
    return rewriteNodes((g, node, producers) => {
      if (node.opType !== 'Add' || valueBytes(graph, node.outputs[0] ?? '') < smallest) return undefined
      const row = rowOf(g, node, { producers, reads })
      if (row === undefined || !fills(g, row, g.shapeOf(node.outputs[0] ?? '')[row.axis])) return undefined
      return [
        g.emit(
          'Concat',
          row.parts.map(({ x }) => x),
          { axis: row.axis },
        ),
      ]
    })(graph)
  }

/** The padded parts that a tree of additions adds up, first ones first. */
function rowOf(
  g: GraphBuilder,
  node: Node | undefined,
  known: { readonly producers: ReadonlyMap<string, Node>; readonly reads: ReadonlyMap<string, number> },
): Row | undefined {
  if (node?.opType === 'Pad') return paddedPart(g, node)
  if (node?.opType !== 'Add') return undefined
  const [left, right] = node.inputs.map((name) =>
    known.reads.get(name) === 1 ? rowOf(g, known.producers.get(name), known) : undefined,
  )
  if (left === undefined || right === undefined || left.axis !== right.axis) return undefined
  return { axis: left.axis, parts: [...left.parts, ...right.parts].toSorted((a, b) => a.first - b.first) }
}

/** What a Pad surrounds with zeros along one axis. */
function paddedPart(g: GraphBuilder, node: Node): Row | undefined {
  const [x = '', name = '', value = ''] = node.inputs
  const constant = g.constantOf(name)
  const isPlain = stringAttribute(node, 'mode', 'constant') === 'constant' && value === '' && node.inputs.length < 4
  if (!isPlain || constant === undefined) return undefined
  const pads = numberValues(constant)
  const rank = g.shapeOf(x).length
  const [axis, ...others] = range(rank).filter((index) => pads[index] !== 0 || pads[index + rank] !== 0)
  if (axis === undefined || others.length > 0 || pads.some((count) => count < 0)) return undefined
  return { axis, parts: [{ x, first: pads[axis] ?? 0 }] }
}

function fills(g: GraphBuilder, { axis, parts }: Row, extent: number | undefined): boolean {
  let end = 0
  for (const { x, first } of parts) {
    if (first !== end) return false
    end += g.shapeOf(x)[axis] ?? 0
  }
  return end === extent
}
