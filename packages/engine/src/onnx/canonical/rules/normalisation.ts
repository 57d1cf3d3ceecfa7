import { intAttribute, withoutAttributes } from '../../attributes.ts'
import { constantTensor } from '../../constants.ts'
import type { Node } from '../../graph.ts'
import { describeNode, SpecialiseError } from '../../specialise-error.ts'
import { type CanonicalContext, type CanonicalRule, constantNode, intsNode, plainNode } from '../context.ts'

/** BatchNormalization before 14: no `spatial`, and training_mode 1 where statistics of the batch are asked for. */
export const batchNormalisation: CanonicalRule = (node) => {
  if (intAttribute(node, 'spatial', 1) !== 1) {
    throw new SpecialiseError(
      'unsupported-operator',
      `${describeNode(node)}: spatial = 0 is not supported. Export the model with opset 9 or newer.`,
    )
  }
  const attributes = withoutAttributes(node, 'spatial')
  const trains = node.outputs.slice(1).some((name) => name !== '')
  if (!trains) return [{ ...node, outputs: node.outputs.slice(0, 1), attributes }]
  const training = { training_mode: { kind: 'int', value: 1 } } as const
  return [{ ...node, outputs: node.outputs.slice(0, 3), attributes: { ...attributes, ...training } }]
}

/** GroupNormalization-18: scale and bias are given per group; since 21 per channel. */
export const groupNormalisation: CanonicalRule = (node, context) => {
  const groups = intAttribute(node, 'num_groups', 1)
  const [x = '', scale = '', bias = ''] = node.inputs
  const channels = context.fresh(`${node.name}_channels`)
  const perGroup = context.fresh(`${node.name}_per_group`)
  const expanded = context.fresh(`${node.name}_expanded`)
  const [groupsNode, groupsName] = intsNode(context, `${node.name}_groups`, [groups])
  const [axisNode, axisName] = intsNode(context, `${node.name}_axis`, [1])
  const [flatNode, flatName] = constantNode(context, `${node.name}_rest`, constantTensor('int64', [1], [-1]))
  const span = { start: { kind: 'int', value: 1 }, end: { kind: 'int', value: 2 } } as const
  const names = { axis: axisName, shape: expanded, rest: flatName }
  const scales = spread(node, context, scale, names)
  const biases = spread(node, context, bias, names)
  return [
    groupsNode,
    axisNode,
    flatNode,
    plainNode('Shape', channels, [x], [channels], span),
    plainNode('Div', perGroup, [channels, groupsName], [perGroup]),
    plainNode('Concat', expanded, [groupsName, perGroup], [expanded], { axis: { kind: 'int', value: 0 } }),
    ...scales.nodes,
    ...biases.nodes,
    { ...node, inputs: [x, scales.name, biases.name] },
  ]
}

function spread(
  node: Node,
  context: CanonicalContext,
  input: string,
  names: { readonly axis: string; readonly shape: string; readonly rest: string },
): { readonly nodes: readonly Node[]; readonly name: string } {
  const column = context.fresh(`${node.name}_column`)
  const table = context.fresh(`${node.name}_table`)
  const name = context.fresh(`${node.name}_per_channel`)
  const nodes = [
    plainNode('Unsqueeze', column, [input, names.axis], [column]),
    plainNode('Expand', table, [column, names.shape], [table]),
    plainNode('Reshape', name, [table, names.rest], [name]),
  ]
  return { nodes, name }
}
