import { normaliseAxis } from '../../tensor/index.ts'
import { add, meanOver, multiply, range, shift, subtract } from '../../build/index.ts'
import { attribute, type GradientRule, input, shape } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { layerNormalization } from './normalise.ts'

/** LayerNormalization whose mean and 1 / deviation are read too, step by step. */
const withStatistics = throughExpansion((context) => {
  const { graph: g, x } = context
  const rank = shape(context, 0).length
  const first = normaliseAxis(attribute.int(context, 'axis', -1), rank)
  const axes = range(rank - first, first)
  const mean = meanOver(g, input(context, 0), axes)
  const centred = subtract(g, input(context, 0), mean)
  const variance = meanOver(g, multiply(g, centred, centred), axes)
  const epsilon = attribute.float(context, 'epsilon', 1e-5)
  const inverse = g.emit('Reciprocal', [g.emit('Sqrt', [shift(g, variance, epsilon)])])
  const scaled = multiply(g, multiply(g, centred, inverse), input(context, 1))
  return [(x[2] ?? '') === '' ? scaled : add(g, scaled, x[2] ?? ''), mean, inverse]
})

/** The usual rule where the normalised values alone are read, as in every network of the field. */
export const layerNormalizationRule: GradientRule = (context) =>
  context.dy[1] === undefined && context.dy[2] === undefined ? layerNormalization(context) : withStatistics(context)
