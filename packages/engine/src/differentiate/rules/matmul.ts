import { broadcastTo, multiply, range, reshape, scale, sumOver, sumTo, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, type RuleContext, shape } from '../rule.ts'

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
  // A shared matrix under many leading axes is one product over all of them; Gemm reads it transposed where it lies,
  // so that a constant one is not copied.
  const isShared = g.shapeOf(b).length === 2
  const da = () =>
    isShared
      ? reshape(g, g.emit('Gemm', [asMatrix(g, dy), b], { transB: 1 }), g.shapeOf(a))
      : sumTo(g, g.emit('MatMul', [dy, transposeMatrix(g, b)]), g.shapeOf(a))
  const db = () => {
    if (isShared) {
      return g.emit('Gemm', [asMatrix(g, a), asMatrix(g, dy)], { transA: 1 })
    }
    return sumTo(g, g.emit('MatMul', [transposeMatrix(g, a), dy]), g.shapeOf(b))
  }
  return [
    context.wants(0) ? reshape(g, da(), aShape) : undefined,
    context.wants(1) ? reshape(g, db(), bShape) : undefined,
  ]
}

/** All axes but the last in one. */
function asMatrix(g: GraphBuilder, name: string): string {
  const extents = g.shapeOf(name)
  const columns = extents.at(-1) ?? 1
  const rows = extents.slice(0, -1).reduce((product, extent) => product * extent, 1)
  return reshape(g, name, [rows, columns])
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
    const extents = shape(context, index)
    const others = terms.flatMap((other, at) => (at === index ? [] : [{ name: input(context, at), term: other }]))
    const known = result + others.map((other) => other.term).join('')
    const letters = [...new Set(term)]
    const reachable = letters.filter((letter) => known.includes(letter)).join('')
    const equation = `${[result, ...others.map((other) => other.term)].join(',')}->${reachable}`
    const product = g.emit('Einsum', [dy, ...others.map((other) => other.name)], { equation })
    // At the first place of each index its extent, 1 where the product lacks it and where it is repeated.
    const withGaps = reshape(
      g,
      product,
      [...term].map((letter, axis) =>
        reachable.includes(letter) && term.indexOf(letter) === axis
          ? (g.shapeOf(product)[reachable.indexOf(letter)] ?? 1)
          : 1,
      ),
    )
    // An extent of 1 that was broadcast against a larger one is summed back, a missing index is stretched.
    const summed = [...term].flatMap((_, axis) =>
      extents[axis] === 1 && g.shapeOf(withGaps)[axis] !== 1 ? [axis] : [],
    )
    return onDiagonals(g, broadcastTo(g, sumOver(g, withGaps, summed), extents), term)
  })
}

/** Zero wherever two axes of the same index differ. */
function onDiagonals(g: GraphBuilder, dx: string, term: string): string {
  return [...term].reduce((kept, letter, axis) => {
    const first = term.indexOf(letter)
    if (first === axis) return kept
    const extents = g.shapeOf(dx)
    const extent = extents[axis] ?? 1
    const unit = range(extent * extent).map((at) => (at % (extent + 1) === 0 ? 1 : 0))
    const mask = g.constant(
      'float32',
      extents.map((_, other) => (other === first || other === axis ? extent : 1)),
      unit,
    )
    return multiply(g, kept, mask)
  }, dx)
}

/**
 * y = det(x): dx_ij = dy · cofactor_ij, the cofactors as the determinants of all minors at once, so singular matrices
 * have their gradient too.
 */
export const determinant: GradientRule = (context) => {
  const { graph: g } = context
  const extents = shape(context, 0)
  const size = extents.at(-1) ?? 0
  const lead = extents.slice(0, -2)
  const dy = reshape(g, cotangent(context), [...lead, 1, 1])
  if (size === 1) return [dy]
  const cells = range(size).flatMap((row) => range(size).map((column) => [row, column] as const))
  const others = (index: number) => range(size).filter((other) => other !== index)
  const places = cells.flatMap(([row, column]) => others(row).flatMap((r) => others(column).map((c) => r * size + c)))
  const flat = reshape(g, input(context, 0), [...lead, size * size])
  const minors = reshape(g, g.emit('Gather', [flat, g.ints(places)], { axis: lead.length }), [
    ...lead,
    size * size,
    size - 1,
    size - 1,
  ])
  const signs = g.constant(
    'float32',
    [size, size],
    cells.map(([row, column]) => ((row + column) % 2 === 0 ? 1 : -1)),
  )
  const cofactors = multiply(g, reshape(g, g.emit('Det', [minors]), extents), signs)
  return [multiply(g, cofactors, dy)]
}
