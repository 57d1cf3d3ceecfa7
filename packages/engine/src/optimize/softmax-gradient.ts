import { type GraphBuilder, multiply, range, sumOver } from '../build/index.ts'
import { intAttribute, type Node, numberValues } from '../onnx/index.ts'
import { sameShape, sizeOf } from '../tensor/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'

/** The weights have to be this many times as many as what is put beside them to save a pass over them. */
const larger = 2

/** dS = dP · P - P · rowsum(dP · P) with dP = dO V^T, and O = P V from the forward pass. */
interface WeightGradient {
  readonly weights: string
  readonly o: string
  readonly dO: string
  readonly vTransposed: string
}

/**
 * Attention's gradient through the softmax, dS = P · (dP - rowsum(dP · P)) with weights P and dP = dO V^T, takes four
 * passes over matrices of tokens by tokens. As rowsum(dP · P) = rowsum(dO · O) for O = P V (Dao et al.,
 * "FlashAttention", arXiv 2205.14135, appendix B.2), the sum runs over features in place of tokens, and its subtraction
 * is one more column of the product: dS = P · ([dO, rowsum(dO · O)] [V, -1]^T), one pass beside the product.
 */
export const softmaxGradients: GraphRewrite = (graph) => {
  const products = new Map<string, Node>()
  return rewriteNodes((g, node, producers) => {
    if (node.opType === 'MatMul') products.set(node.inputs.join(), node)
    const found = weightGradient(g, node, { producers, products })
    if (found === undefined) return undefined
    const { weights, o, dO, vTransposed } = found
    if (sizeOf(g.shapeOf(weights)) < larger * (sizeOf(g.shapeOf(dO)) + sizeOf(g.shapeOf(vTransposed)))) return undefined
    const sum = sumOver(g, multiply(g, dO, o), [g.shapeOf(dO).length - 1])
    const ones = g.filled(g.shapeOf(vTransposed).with(-2, 1), -1)
    const left = g.emit('Concat', [dO, sum], { axis: -1 })
    const right = g.emit('Concat', [vTransposed, ones], { axis: -2 })
    return [multiply(g, weights, g.emit('MatMul', [left, right]))]
  })(graph)
}

function weightGradient(
  g: GraphBuilder,
  node: Node,
  options: { readonly producers: ReadonlyMap<string, Node>; readonly products: ReadonlyMap<string, Node> },
): WeightGradient | undefined {
  const made = (name: string | undefined, opType: string): Node | undefined => {
    const producer = options.producers.get(name ?? '')
    return producer?.opType === opType ? producer : undefined
  }
  const [weighted = '', subtracted] = node.opType === 'Sub' ? node.inputs : []
  const [dP = '', weights = ''] = made(weighted, 'Mul')?.inputs ?? []
  const [factor, total] = made(subtracted, 'Mul')?.inputs ?? []
  const sum = made(total, 'ReduceSum')
  if (sum === undefined || factor !== weights || sum.inputs[0] !== weighted) return undefined
  const rank = g.shapeOf(weights).length
  const axes = g.constantOf(sum.inputs[1] ?? '')
  const sumsRows = axes !== undefined && sizeOf(axes.shape) === 1 && [rank - 1, -1].includes(numberValues(axes)[0] ?? 0)
  if (!sumsRows || intAttribute(sum, 'keepdims', 1) !== 1) return undefined
  const [dO = '', vTransposed = ''] = made(dP, 'MatMul')?.inputs ?? []
  const transposition = made(vTransposed, 'Transpose')
  const perm = transposition?.attributes.perm
  const swapped = [...range(rank - 2), rank - 1, rank - 2]
  const swaps = perm?.kind === 'ints' && sameShape(perm.value.map(Number), swapped)
  const o = options.products.get([weights, transposition?.inputs[0]].join())?.outputs[0]
  if (!swaps || o === undefined || !sameShape(g.shapeOf(o), g.shapeOf(dO))) return undefined
  return sameShape(g.shapeOf(dP), g.shapeOf(weights)) ? { weights, o, dO, vTransposed } : undefined
}
