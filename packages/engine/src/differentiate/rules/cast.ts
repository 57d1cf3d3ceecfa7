import { dataTypeCodes, isFloat } from '../../tensor/index.ts'
import { cotangent, type GradientRule, input } from '../rule.ts'

/**
 * A change of type. Between floats dx = dy in x's type. Through an integer the true gradient is zero; the
 * straight-through estimate (Bengio et al., arXiv 1308.3432) lets dy pass as if the rounding were not there.
 */
export const cast: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const type = g.dataTypeOf(input(context, 0))
  const wanted = isFloat(type) ? type : g.dataTypeOf(dy)
  return [g.dataTypeOf(dy) === wanted ? dy : g.emit('Cast', [dy], { to: dataTypeCodes[wanted] })]
}
