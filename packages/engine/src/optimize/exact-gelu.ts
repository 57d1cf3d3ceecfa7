import type { GraphBuilder } from '../build/index.ts'
import { floatValues, type Node } from '../onnx/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'

/** How far a constant of the formula may be off: exporters write it in float32. */
const tolerance = 1e-6

/**
 * x/2 · (1 + erf(x/√2)), as exporters spell it in five nodes, becomes the operator Gelu, in whichever order its factors
 * are multiplied: one pass over the elements, and the gradient keeps x alone.
 */
export const exactGelus: GraphRewrite = rewriteNodes((g, node, producers) => {
  if (node.opType !== 'Mul') return undefined
  const [a = '', b = ''] = node.inputs
  const factorsOf = (name: string) => (producers.get(name)?.opType === 'Mul' ? producers.get(name)?.inputs : [])
  for (const factors of [
    [a, ...(factorsOf(b) ?? [])],
    [b, ...(factorsOf(a) ?? [])],
  ]) {
    const x = factors.find((candidate) => isGelu(g, factors, { x: candidate, producers }))
    if (x !== undefined) return [g.emit('Gelu', [x])]
  }
  return undefined
})

/** Whether the factors are 1/2, x and 1 + erf(x/√2). */
function isGelu(
  g: GraphBuilder,
  factors: readonly string[],
  { x, producers }: { readonly x: string; readonly producers: ReadonlyMap<string, Node> },
): boolean {
  const others = factors.filter((name) => name !== x)
  if (factors.length !== 3 || others.length !== 2 || !others.some((name) => isScalar(g, name, 0.5))) return false
  return others.some((name) => {
    const sum = producers.get(name)
    if (sum?.opType !== 'Add' || !sum.inputs.some((term) => isScalar(g, term, 1))) return false
    return sum.inputs.some((term) => {
      const erf = producers.get(term)
      const scaled = producers.get(erf?.inputs[0] ?? '')
      const [numerator, divisor = ''] = scaled?.inputs ?? []
      if (erf?.opType !== 'Erf') return false
      if (scaled?.opType === 'Div') return numerator === x && isScalar(g, divisor, Math.SQRT2)
      const isHalved = scaled?.inputs.some((factor) => isScalar(g, factor, Math.SQRT1_2))
      return scaled?.opType === 'Mul' && isHalved === true && scaled.inputs.includes(x)
    })
  })
}

function isScalar(g: GraphBuilder, name: string, value: number): boolean {
  const constant = g.constantOf(name)
  if (constant?.dataType !== 'float32' || constant.bytes.byteLength !== 4 || constant.shape.length > 1) return false
  return Math.abs((floatValues(constant)[0] ?? Number.NaN) - value) < tolerance
}
