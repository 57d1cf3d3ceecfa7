import { stringAttribute } from '../../attributes.ts'
import { dataTypeOf, shapeOf, type TypeRule, typeOf } from '../call.ts'

/** NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss: a scalar, or the labels' shape with reduction none; log-probs. */
export const crossEntropy: TypeRule = (call) => {
  const reduced = stringAttribute(call.node, 'reduction', 'mean') !== 'none'
  return [{ dataType: dataTypeOf(call, 0), shape: reduced ? [] : shapeOf(call, 1) }, typeOf(call, 0)]
}
