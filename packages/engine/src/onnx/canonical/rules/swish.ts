import { floatAttribute } from '../../attributes.ts'
import { constantTensor } from '../../constants.ts'
import { type CanonicalRule, constantNode, plainNode } from '../context.ts'

/** y = x sigmoid(alpha x), written so because ONNX Runtime 1.30 has no kernel of Swish at opset 25 and 26. */
export const swish: CanonicalRule = (node, context) => {
  const alpha = floatAttribute(node, 'alpha', 1)
  const [x = '', y = ''] = [node.inputs[0], node.outputs[0]]
  const gate = context.fresh(`${node.name}_gate`)
  const product = plainNode('Mul', node.name, [x, gate], [y])
  if (alpha === 1) return [plainNode('Sigmoid', gate, [x], [gate]), product]
  const [constant, factor] = constantNode(context, `${node.name}_alpha`, constantTensor('float32', [], [alpha]))
  const scaled = context.fresh(`${node.name}_scaled`)
  return [
    constant,
    plainNode('Mul', scaled, [x, factor], [scaled]),
    plainNode('Sigmoid', gate, [scaled], [gate]),
    product,
  ]
}
