import { constantTensor } from '../../constants.ts'
import { firstNumber } from '../../first-number.ts'
import { type CanonicalRule, plainNode } from '../context.ts'

/**
 * Dropout at inference is the identity, its mask all true. With training_mode not known to be false (opset 12 on) the
 * node is kept, so that a model exported in training mode is seen as such.
 */
export const dropout: CanonicalRule = (node, context) => {
  const [x = '', , trainingMode = ''] = node.inputs
  const [y = '', mask = ''] = node.outputs
  const flag = context.constant(trainingMode)
  const infers = trainingMode === '' || (flag !== undefined && firstNumber(flag) === 0)
  if (!infers) return [node]
  const identity = plainNode('Identity', node.name, [x], [y])
  if (mask === '') return [identity]
  const shape = context.fresh(`${node.name}_shape`)
  return [
    identity,
    plainNode('Shape', shape, [x], [shape]),
    plainNode('ConstantOfShape', `${node.name}_mask`, [shape], [mask], {
      value: { kind: 'tensor', value: constantTensor('bool', [1], [1]) },
    }),
  ]
}
