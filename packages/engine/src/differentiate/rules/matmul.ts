import { broadcastTo, multiply, range, reshape, scale, sumOver, sumTo, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import {
  attribute,
  cotangent,
  type GradientRule,
  input,
  NoGradientRuleError,
  type RuleContext,
  shape,
} from '../rule.ts'

/** Products of matrices. */

/** The last two axes trade places. */
function transposeMatrix(g: GraphBuilder, name: string): string {
  const rank = g.shapeOf(name).length
  return transpose(g, name, [...range(rank - 2), rank - 1, rank - 2])
}

/** y = a b over the last two axes, leading axes broadcast: da = dy b^T, db = a^T dy. Vectors are matrices of one row or column. */
export const matMul: GradientRule = (context) => {
  const { graph: g } = context
  const [aShape, bShape] = [shape(context, 0), shape(context, 1)]
  const a = aShape.length === 1 ? reshape(g, input(context, 0), [1, ...aShape]) : input(context, 0)
  const b = bShape.length === 1 ? reshape(g, input(context, 1), [...bShape, 1]) : input(context, 1)
  const rows = g.shapeOf(a).at(-2) ?? 1
  const columns = g.shapeOf(b).at(-1) ?? 1
  const lead = g
    .shapeOf(cotangent(context))
    .slice(0, outerRank(g.shapeOf(cotangent(context)).length, aShape.length, bShape.length))
  const dy = reshape(g, cotangent(context), [...lead, rows, columns])
  const da = () => sumTo(g, g.emit('MatMul', [dy, transposeMatrix(g, b)]), g.shapeOf(a))
  const db = () => {
    // A shared matrix under many leading axes is one product over all of them.
    if (g.shapeOf(b).length === 2 && g.shapeOf(a).length > 2) {
      const flatA = reshape(g, a, [
        g
          .shapeOf(a)
          .slice(0, -1)
          .reduce((m, n) => m * n, 1),
        g.shapeOf(a).at(-1) ?? 1,
      ])
      const flatDy = reshape(g, dy, [
        g
          .shapeOf(dy)
          .slice(0, -1)
          .reduce((m, n) => m * n, 1),
        columns,
      ])
      return g.emit('MatMul', [transposeMatrix(g, flatA), flatDy])
    }
    return sumTo(g, g.emit('MatMul', [transposeMatrix(g, a), dy]), g.shapeOf(b))
  }
  return [
    context.wants(0) ? reshape(g, da(), aShape) : undefined,
    context.wants(1) ? reshape(g, db(), bShape) : undefined,
  ]
}

/** How many leading axes the product has besides its rows and columns. */
function outerRank(rank: number, aRank: number, bRank: number): number {
  return rank - (aRank === 1 ? 0 : 1) - (bRank === 1 ? 0 : 1)
}

/** y = alpha op(a) op(b) + beta c. */
export const gemm: GradientRule = (context) => {
  const { graph: g } = context
  const [a, b] = [input(context, 0), input(context, 1)]
  const dy = cotangent(context)
  const [transA, transB] = [attribute.int(context, 'transA', 0), attribute.int(context, 'transB', 0)]
  const [alpha, beta] = [attribute.float(context, 'alpha', 1), attribute.float(context, 'beta', 1)]
  const product = (left: string, right: string, transLeft: number, transRight: number) =>
    g.emit('Gemm', [left, right], { transA: transLeft, transB: transRight, alpha: { kind: 'float', value: alpha } })
  return [
    context.wants(0) ? (transA === 1 ? product(b, dy, transB, 1) : product(dy, b, 0, 1 - transB)) : undefined,
    context.wants(1) ? (transB === 1 ? product(dy, a, 1, transA) : product(a, dy, 1 - transA, 0)) : undefined,
    context.wants(2) ? sumTo(g, scale(g, dy, beta), shape(context, 2)) : undefined,
  ]
}

interface Equation {
  readonly terms: readonly string[]
  readonly result: string
}

/** The equation with its ellipses spelled out in upper-case letters of their own and its result explicit. */
function parseEquation(context: RuleContext): Equation {
  const text = attribute.string(context, 'equation', '').replaceAll(' ', '')
  const [left = '', right] = text.split('->')
  const terms = left.split(',')
  const free = [...'ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba'].filter((letter) => !text.includes(letter))
  const hidden = terms.map((term, index) =>
    term.includes('...') ? shape(context, index).length - (term.length - 3) : 0,
  )
  const ellipsis = free.slice(0, Math.max(0, ...hidden)).join('')
  const spelled = terms.map((term, index) =>
    term.replace('...', ellipsis.slice(ellipsis.length - (hidden[index] ?? 0))),
  )
  if (right !== undefined) return { terms: spelled, result: right.replace('...', ellipsis) }
  const letters = [...spelled.join('')].filter((letter) => !ellipsis.includes(letter))
  const once = [...new Set(letters)]
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .toSorted()
  return { terms: spelled, result: ellipsis + once.join('') }
}

/**
 * y = sum of products over the indices that the result lacks: the cotangent of one operand is the Einsum of dy with
 * the other operands; indices that only that operand had are stretched, repeated ones lie on the diagonal.
 */
export const einsum: GradientRule = (context) => {
  const { graph: g } = context
  const { terms, result } = parseEquation(context)
  const dy = cotangent(context)
  return terms.map((term, index) => {
    if (!context.wants(index)) return undefined
    if (new Set(term).size !== term.length) {
      throw new NoGradientRuleError({
        node: context.node,
        opset: g.opset,
        reason: `the operand ${term} repeats an index`,
      })
    }
    const extents = shape(context, index)
    const others = terms.flatMap((other, at) => (at === index ? [] : [{ name: input(context, at), term: other }]))
    const known = result + others.map((other) => other.term).join('')
    const reachable = [...term].filter((letter) => known.includes(letter)).join('')
    const equation = `${[result, ...others.map((other) => other.term)].join(',')}->${reachable}`
    const product = g.emit('Einsum', [dy, ...others.map((other) => other.name)], { equation })
    // An extent of 1 that was broadcast against a larger one is summed back, a missing index is stretched.
    const withGaps = reshape(
      g,
      product,
      [...term].map((letter) =>
        reachable.includes(letter) ? (g.shapeOf(product)[reachable.indexOf(letter)] ?? 1) : 1,
      ),
    )
    const summed = [...term].flatMap((_, axis) =>
      extents[axis] === 1 && g.shapeOf(withGaps)[axis] !== 1 ? [axis] : [],
    )
    return broadcastTo(g, sumOver(g, withGaps, summed), extents)
  })
}

/** y = det(x): dx = dy y x^-T, through the cofactors; only 1 x 1, 2 x 2 and 3 x 3 matrices have one here. */
export const determinant: GradientRule = (context) => {
  const { graph: g } = context
  const x = input(context, 0)
  const extents = g.shapeOf(x)
  const size = extents.at(-1) ?? 0
  const lead = extents.slice(0, -2)
  const at = (row: number, column: number) => {
    const axes = [lead.length, lead.length + 1]
    const cell = g.emit('Slice', [x, g.ints([row, column]), g.ints([row + 1, column + 1]), g.ints(axes)])
    return cell
  }
  if (size > 3)
    throw new NoGradientRuleError({ node: context.node, opset: g.opset, reason: `a ${size} x ${size} determinant` })
  const minor = (row: number, column: number): string => {
    const rows = range(size).filter((r) => r !== row)
    const columns = range(size).filter((c) => c !== column)
    const [r0 = 0, r1 = 0] = rows
    const [c0 = 0, c1 = 0] = columns
    if (size === 1) return g.filled([...lead, 1, 1], 1)
    if (size === 2) return at(r0, c0)
    return g.emit('Sub', [multiply(g, at(r0, c0), at(r1, c1)), multiply(g, at(r0, c1), at(r1, c0))])
  }
  const cofactors = range(size).map((row) =>
    g.emit(
      'Concat',
      range(size).map((column) => scale(g, minor(row, column), (row + column) % 2 === 0 ? 1 : -1)),
      { axis: lead.length + 1 },
    ),
  )
  const adjugate = g.emit('Concat', cofactors, { axis: lead.length })
  return [multiply(g, adjugate, reshape(g, cotangent(context), [...lead, 1, 1]))]
}
