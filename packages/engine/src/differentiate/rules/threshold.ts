import { normaliseAxis } from '../../tensor/index.ts'
import { keepWhere, multiply, subtract, sumOver } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, shape } from '../rule.ts'

/** Steps whose true gradient is zero, with the estimates that are usual for them. */

/** y = sign(x): dx = dy where |x| <= 1, the slope of hard tanh (Hubara et al., arXiv 1602.02830). */
export const sign: GradientRule = (context) => {
  const { graph: g } = context
  const x = input(context, 0)
  const inside = g.emit('LessOrEqual', [g.emit('Abs', [x]), g.scalar(1, g.dataTypeOf(x))])
  return [keepWhere(g, inside, cotangent(context))]
}

/** y = 1 at the largest element along an axis: the gradient of Softmax stands in (Jang et al., arXiv 1611.01144). */
export const hardmax: GradientRule = (context) => {
  const { graph: g } = context
  const axis = normaliseAxis(attribute.int(context, 'axis', -1), shape(context, 0).length)
  const soft = g.emit('Softmax', [input(context, 0)], { axis })
  const weighted = multiply(g, cotangent(context), soft)
  return [subtract(g, weighted, multiply(g, soft, sumOver(g, weighted, [axis])))]
}
