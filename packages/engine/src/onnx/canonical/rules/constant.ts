import type { ConstantTensor, Node } from '../../graph.ts'
import { constantTensor } from '../../constants.ts'
import type { CanonicalRule } from '../context.ts'

/** Constant: every form becomes `value`. A sparse value is left, and refused later. */
export const constant: CanonicalRule = (node) => {
  const tensor = constantOf(node)
  return tensor === undefined ? [node] : [{ ...node, attributes: { value: { kind: 'tensor', value: tensor } } }]
}

/** What a Constant node makes, or undefined for a form that is not supported. */
export function constantOf(node: Node): ConstantTensor | undefined {
  const [name, attribute] = Object.entries(node.attributes).find(([key]) => key.startsWith('value')) ?? []
  if (attribute === undefined || name === undefined) return undefined
  switch (attribute.kind) {
    case 'tensor':
      return attribute.value
    case 'int':
      return constantTensor('int64', [], [attribute.value])
    case 'float':
      return constantTensor('float32', [], [attribute.value])
    case 'ints':
      return constantTensor('int64', [attribute.value.length], attribute.value)
    case 'floats':
      return constantTensor('float32', [attribute.value.length], attribute.value)
    default:
      return undefined
  }
}
