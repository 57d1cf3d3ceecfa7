import { broadcastShapes, type Shape } from '../../../tensor/index.ts'
import { stringAttribute } from '../../attributes.ts'
import { type Call, dataTypeOf, fail, shapeOf, type TypeRule } from '../call.ts'

const equationCap = 4096

/** Einsum in numpy's notation, ellipsis included; without an arrow the labels that occur once, in alphabetic order. */
export const einsum: TypeRule = (call) => {
  const equation = stringAttribute(call.node, 'equation', '')
  if (equation.length > equationCap) fail(call, `its equation has ${equation.length} characters.`, 'malformed-model')
  const { operands, result } = parseEinsum(equation)
  if (operands.length !== call.node.inputs.length) {
    fail(call, `the equation has ${operands.length} terms for ${call.node.inputs.length} inputs.`, 'malformed-model')
  }
  const extents = new Map<string, number>()
  let ellipsis: Shape = []
  for (const [index, term] of operands.entries()) {
    const bound = bindTerm(call, term, shapeOf(call, index), extents)
    ellipsis = broadcastShapes(ellipsis, bound)
  }
  const shape = labelsOf(result).flatMap((label) =>
    label === '...' ? ellipsis : [extents.get(label) ?? fail(call, `label ${label} has no extent.`, 'malformed-model')],
  )
  return [{ dataType: dataTypeOf(call, 0), shape }]
}

/** The terms of an equation without spaces, with the implicit result made explicit. */
export function parseEinsum(equation: string): { operands: readonly string[]; result: string } {
  const [left = '', right] = equation.replaceAll(' ', '').split('->')
  const operands = left.split(',')
  if (right !== undefined) return { operands, result: right }
  const labels = operands.flatMap((term) => labelsOf(term).filter((label) => label !== '...'))
  const once = labels.filter((label) => labels.filter((other) => other === label).length === 1)
  return { operands, result: (left.includes('...') ? '...' : '') + once.toSorted().join('') }
}

/** The labels of a term in order; '...' counts as one. */
export function labelsOf(term: string): readonly string[] {
  return term.match(/\.\.\.|[A-Za-z]/g) ?? []
}

function bindTerm(call: Call, term: string, shape: Shape, extents: Map<string, number>): Shape {
  const labels = labelsOf(term)
  const hidden = labels.includes('...') ? shape.length - labels.length + 1 : 0
  let axis = 0
  let ellipsis: Shape = []
  for (const label of labels) {
    if (label === '...') {
      ellipsis = shape.slice(axis, axis + hidden)
      axis += hidden
      continue
    }
    const size = shape[axis++] ?? fail(call, `term ${term} does not fit [${shape.join(', ')}].`)
    const known = extents.get(label) ?? 1
    if (known !== 1 && size !== 1 && known !== size) fail(call, `label ${label} is both ${known} and ${size}.`)
    extents.set(label, Math.max(known, size))
  }
  if (axis !== shape.length) fail(call, `term ${term} does not fit [${shape.join(', ')}].`)
  return ellipsis
}
