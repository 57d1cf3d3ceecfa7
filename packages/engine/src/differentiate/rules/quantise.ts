import { type DataType, dataTypeCodes, isFloat, normaliseAxis, type Shape } from '../../tensor/index.ts'
import { divide, keepWhere, multiply, reshape, slice, subtract } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, type RuleContext, shape } from '../rule.ts'
import { throughExpansion } from './expansion.ts'

/**
 * Quantisation. An integer q stands for (q - zeroPoint) scale; the rounding is passed straight through (Bengio et al.,
 * arXiv 1308.3432) and what saturates gets no gradient. Scales that are computed from x count as constants.
 */

const bounds: Partial<Record<DataType, readonly [number, number]>> = {
  int4: [-8, 7],
  uint4: [0, 15],
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
}

/** A value as float32. */
export function asFloat(g: GraphBuilder, name: string): string {
  return isFloat(g.dataTypeOf(name)) ? name : g.emit('Cast', [name], { to: dataTypeCodes.float32 })
}

interface Granularity {
  readonly of: Shape
  readonly axis: number
  readonly block: number
}

/** A scale or zero point (one value, one per slice of an axis, or one per block of it) so that it broadcasts to `of`. */
function spreadParameter(g: GraphBuilder, name: string, { of, axis, block }: Granularity): string {
  const extents = g.shapeOf(name)
  if (extents.every((extent) => extent === 1)) return reshape(g, name, [])
  const extent = of[axis] ?? 1
  if (extents.length === 1 && of.length > 1 && block === 0) {
    return reshape(
      g,
      name,
      of.map((_, other) => (other === axis ? extent : 1)),
    )
  }
  if (block === 0) return name
  const count = extents[axis] ?? 1
  const single = [...extents.slice(0, axis + 1), 1, ...extents.slice(axis + 1)]
  const stretched = g.emit('Expand', [reshape(g, name, single), g.ints(single.with(axis + 1, block))])
  const repeated = reshape(g, stretched, extents.with(axis, count * block))
  return count * block === extent ? repeated : slice(g, repeated, { axes: [axis], starts: [0], ends: [extent] })
}

function granularity(context: RuleContext): Granularity {
  const of = shape(context, 0)
  const axis = of.length === 0 ? 0 : normaliseAxis(attribute.int(context, 'axis', 1), Math.max(of.length, 2))
  return { of, axis, block: attribute.int(context, 'block_size', 0) }
}

/** q = saturate(round(x / scale) + zeroPoint): dx = dq / scale where q does not saturate. */
export const quantizeLinear: GradientRule = (context) => {
  const { graph: g } = context
  const where = granularity(context)
  const scale = spreadParameter(g, input(context, 1), where)
  const dx = divide(g, cotangent(context), scale)
  const range = bounds[g.dataTypeOf(context.y[0] ?? '')]
  if (range === undefined) return [dx]
  const zero = context.x[2] ?? ''
  const steps = divide(g, input(context, 0), scale)
  const q = zero === '' ? steps : g.emit('Add', [steps, spreadParameter(g, asFloat(g, zero), where)])
  const inside = g.emit('And', [
    g.emit('GreaterOrEqual', [q, g.scalar(range[0] - 0.5)]),
    g.emit('LessOrEqual', [q, g.scalar(range[1] + 0.5)]),
  ])
  return [keepWhere(g, inside, dx)]
}

/** q = x / scale + zeroPoint with the scale that spans x, 1 where x is all 0: nothing saturates, dx = dq / scale. */
export const dynamicQuantizeLinear: GradientRule = (context) => {
  const { graph: g } = context
  const [dq] = context.dy
  if (dq === undefined) return []
  const range = (opType: string) =>
    g.emit(opType, [
      g.emit(opType === 'Max' ? 'ReduceMax' : 'ReduceMin', [input(context, 0)], { keepdims: 0 }),
      g.scalar(0),
    ])
  const span = subtract(g, range('Max'), range('Min'))
  const isZero = g.emit('Equal', [span, g.scalar(0)])
  return [divide(g, dq, divide(g, g.emit('Where', [isZero, g.scalar(255), span]), g.scalar(255)))]
}

/** (q - zeroPoint) scale in float32. */
function dequantised(g: GraphBuilder, [q = '', scale = '', zero = '']: readonly string[], where: Granularity): string {
  const centred = zero === '' ? asFloat(g, q) : subtract(g, asFloat(g, q), spreadParameter(g, asFloat(g, zero), where))
  return scale === '' ? centred : multiply(g, centred, spreadParameter(g, scale, where))
}

/** y = (q - zeroPoint) scale. */
export const dequantizeLinear = throughExpansion((context) => [
  dequantised(context.graph, context.x, granularity(context)),
])

const along = (g: GraphBuilder, name: string, axis: number): Granularity => ({ of: g.shapeOf(name), axis, block: 0 })

/** y = Conv(x - xZero, w - wZero) of integers, differentiated as of floats. */
export const convInteger = throughExpansion(({ graph: g, x: [x = '', w = '', xZero = '', wZero = ''], node }) => [
  g.emit(
    'Conv',
    [dequantised(g, [x, '', xZero], along(g, x, 1)), dequantised(g, [w, '', wZero], along(g, w, 0))],
    node.attributes,
  ),
])

/** The zero point of a left matrix: one value, one per row [M], or of the matrix's rank already. */
const rowwise = (g: GraphBuilder, name: string): string =>
  name !== '' && g.shapeOf(name).length === 1 ? reshape(g, name, [...g.shapeOf(name), 1]) : name

/** y = (a - aZero)(b - bZero) of integers, differentiated as of floats. */
export const matMulInteger = throughExpansion(({ graph: g, x: [a = '', b = '', aZero = '', bZero = ''] }) => [
  g.emit('MatMul', [
    dequantised(g, [a, '', rowwise(g, aZero)], along(g, a, -1)),
    dequantised(g, [b, '', bZero], along(g, b, g.shapeOf(b).length - 1)),
  ]),
])

/** Conv of dequantised operands, quantised again. */
export const qLinearConv = throughExpansion(({ graph: g, x, node }) => {
  const [q = '', qScale = '', qZero = '', w = '', wScale = '', wZero = '', yScale = '', yZero = '', bias = ''] = x
  const operands = [
    dequantised(g, [q, qScale, qZero], along(g, q, 1)),
    dequantised(g, [w, wScale, wZero], along(g, w, 0)),
  ]
  const offset = bias === '' ? [] : [multiply(g, asFloat(g, bias), multiply(g, qScale, wScale))]
  return [g.emit('QuantizeLinear', [g.emit('Conv', [...operands, ...offset], node.attributes), yScale, yZero])]
})

/** MatMul of dequantised operands, quantised again. */
export const qLinearMatMul = throughExpansion(({ graph: g, x }) => {
  const [a = '', aScale = '', aZero = '', b = '', bScale = '', bZero = '', yScale = '', yZero = ''] = x
  const product = g.emit('MatMul', [
    dequantised(g, [a, rowwise(g, aScale), rowwise(g, aZero)], along(g, a, -1)),
    dequantised(g, [b, bScale, bZero], along(g, b, g.shapeOf(b).length - 1)),
  ])
  return [g.emit('QuantizeLinear', [product, yScale, yZero])]
})
