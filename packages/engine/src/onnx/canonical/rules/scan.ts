import { intAttribute, intsAttribute } from '../../attributes.ts'
import type { Node } from '../../graph.ts'
import { describeNode, SpecialiseError } from '../../specialise-error.ts'
import { type CanonicalRule, intsNode, plainNode } from '../context.ts'

/** Scan-8 runs over axis 1 of batches: with a batch of 1 it is Scan-9 between Squeeze and Unsqueeze of axis 0. */
export const scanOfEight: CanonicalRule = (node, context) => {
  const [lengths = '', ...inputs] = node.inputs
  if (lengths !== '') {
    throw new SpecialiseError(
      'unsupported-operator',
      `${describeNode(node)}: sequence_lens is not supported. Export the model with opset 9 or newer.`,
    )
  }
  const [axisNode, axis] = intsNode(context, `${node.name}_batch`, [0])
  const before: Node[] = []
  const after: Node[] = []
  const squeezed = inputs.map((input) => {
    const name = context.fresh(`${node.name}_in`)
    before.push(plainNode('Squeeze', name, [input, axis], [name]))
    return name
  })
  const outputs = node.outputs.map((output) => {
    if (output === '') return ''
    const name = context.fresh(`${node.name}_out`)
    after.push(plainNode('Unsqueeze', `${name}_batch`, [name, axis], [output]))
    return name
  })
  const { body } = node.attributes
  const count = { kind: 'int', value: intAttribute(node, 'num_scan_inputs', 0) } as const
  const directions = intsAttribute(node, 'directions')
  const scan = plainNode('Scan', node.name, squeezed, outputs, {
    ...(body && { body }),
    num_scan_inputs: count,
    ...(directions && { scan_input_directions: { kind: 'ints', value: directions } }),
  })
  return [axisNode, ...before, scan, ...after]
}
