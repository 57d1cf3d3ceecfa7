import { intAttribute, intsAttribute, withoutAttributes } from '../../attributes.ts'
import { constantTensor } from '../../constants.ts'
import type { Node } from '../../graph.ts'
import { type CanonicalContext, type CanonicalRule, constantNode, intsNode, withInput } from '../context.ts'

/** Ints that moved from an attribute to an input: Squeeze, Unsqueeze, Reduce*, Split, … Absent ones stay absent. */
export function intsToInput(attribute: string, index: number): CanonicalRule {
  return (node, context) => {
    const values = intsAttribute(node, attribute)
    if (values === undefined) return [node]
    const [constant, name] = intsNode(context, `${node.name}_${attribute}`, values)
    return [constant, { ...node, inputs: withInput(node, index, name), attributes: withoutAttributes(node, attribute) }]
  }
}

/** One int that moved to an input, as a vector of one element (TopK's k). */
export const topK: CanonicalRule = (node, context) => {
  if (node.attributes.k === undefined) return [node]
  const [constant, name] = intsNode(context, `${node.name}_k`, [intAttribute(node, 'k', 1)])
  return [constant, { ...node, inputs: withInput(node, 1, name), attributes: withoutAttributes(node, 'k') }]
}

/** Slice-1: starts, ends and axes were attributes. */
export const slice: CanonicalRule = (node, context) => {
  const starts = intsAttribute(node, 'starts')
  const ends = intsAttribute(node, 'ends')
  if (starts === undefined || ends === undefined) return [node]
  const axes = intsAttribute(node, 'axes') ?? starts.map((_, axis) => axis)
  const made = [starts, ends, axes].map((values, index) =>
    intsNode(context, `${node.name}_${['starts', 'ends', 'axes'][index]}`, values),
  )
  const inputs = [node.inputs[0] ?? '', ...made.map(([, name]) => name)]
  return [...made.map(([constant]) => constant), { ...node, inputs, attributes: {} }]
}

/** Pad-2: pads and value were attributes. */
export const pad: CanonicalRule = (node, context) => {
  const pads = intsAttribute(node, 'pads')
  if (pads === undefined) return [node]
  const [padsNode, padsName] = intsNode(context, `${node.name}_pads`, pads)
  const inputs = [node.inputs[0] ?? '', padsName]
  const nodes = [padsNode]
  const value = scalarOf(node, 'value')
  if (value !== undefined && value !== 0) {
    const [valueNode, valueName] = floatNode(context, `${node.name}_value`, value)
    nodes.push(valueNode)
    inputs.push(valueName)
  }
  return [...nodes, { ...node, inputs, attributes: withoutAttributes(node, 'pads', 'value') }]
}

/** Clip-6: min and max were attributes; an infinite or absent bound stays absent. */
export const clip: CanonicalRule = (node, context) => {
  const nodes: Node[] = []
  const inputs = [node.inputs[0] ?? '']
  for (const bound of ['min', 'max']) {
    const value = scalarOf(node, bound)
    if (value === undefined) {
      inputs.push('')
      continue
    }
    const [constant, name] = floatNode(context, `${node.name}_${bound}`, value)
    nodes.push(constant)
    inputs.push(name)
  }
  return [...nodes, { ...node, inputs, attributes: {} }]
}

/** Split before 18: equal parts were implied by the number of outputs. */
export const split: CanonicalRule = (node, context) => {
  if (node.inputs[1] || node.attributes.num_outputs !== undefined) return [node]
  if (intsAttribute(node, 'split') !== undefined) return intsToInput('split', 1)(node, context)
  const count = { kind: 'int', value: node.outputs.length } as const
  return [{ ...node, attributes: { ...node.attributes, num_outputs: count } }]
}

/** DFT-17: the axis was an attribute, 1 by default. */
export const dft: CanonicalRule = (node, context) => {
  const axis = constantTensor('int64', [], [intAttribute(node, 'axis', 1)])
  const [constant, name] = constantNode(context, `${node.name}_axis`, axis)
  return [constant, { ...node, inputs: withInput(node, 2, name), attributes: withoutAttributes(node, 'axis') }]
}

function scalarOf(node: Node, name: string): number | undefined {
  const attribute = node.attributes[name]
  return attribute?.kind === 'float' ? attribute.value : undefined
}

function floatNode(context: CanonicalContext, hint: string, value: number): readonly [Node, string] {
  return constantNode(context, hint, constantTensor('float32', [], [value]))
}
