import { intAttribute } from '../../attributes.ts'
import { type CanonicalRule, plainNode } from '../context.ts'

/**
 * Softmax, LogSoftmax and Hardmax before 13 ran over all axes from `axis` (default 1) on, taken together: the input is
 * flattened to two axes, and its shape restored. Over the last axis alone both meanings agree.
 */
export const coercedSoftmax: CanonicalRule = (node, context) => {
  const axis = intAttribute(node, 'axis', 1)
  const last = { axis: { kind: 'int', value: -1 } } as const
  if (axis === -1) return [{ ...node, attributes: last }]
  const [x = '', y = ''] = [node.inputs[0], node.outputs[0]]
  const shape = context.fresh(`${node.name}_shape`)
  const flat = context.fresh(`${node.name}_flat`)
  const result = context.fresh(`${node.name}_result`)
  return [
    plainNode('Shape', shape, [x], [shape]),
    plainNode('Flatten', flat, [x], [flat], { axis: { kind: 'int', value: axis } }),
    { ...node, inputs: [flat], outputs: [result], attributes: last },
    plainNode('Reshape', `${node.name}_restore`, [result, shape], [y]),
  ]
}
