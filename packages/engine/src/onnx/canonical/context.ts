import type { Attribute, ConstantTensor, Node } from '../graph.ts'
import { constantTensor } from '../constants.ts'

/** What a canonical form may look at and make. */
export interface CanonicalContext {
  /** Version of the default domain that the node was written for. */
  readonly opset: number
  /** A value name that no scope of the model uses. */
  readonly fresh: (hint: string) => string
  /** The constant of that name in this scope or an outer one, if it is one. */
  readonly constant: (name: string) => ConstantTensor | undefined
}

/** The nodes that do at the target opset what the node does at its own; the same outputs are made. */
export type CanonicalRule = (node: Node, context: CanonicalContext) => readonly Node[]

/** A Constant node and the name of what it makes. */
export function constantNode(context: CanonicalContext, hint: string, tensor: ConstantTensor): readonly [Node, string] {
  const name = context.fresh(hint)
  return [plainNode('Constant', name, [], [name], { value: { kind: 'tensor', value: tensor } }), name]
}

/** An int64 vector as a Constant node and its name. */
export function intsNode(context: CanonicalContext, hint: string, values: readonly number[]): readonly [Node, string] {
  return constantNode(context, hint, constantTensor('int64', [values.length], values))
}

/** A node of the default domain. */
export function plainNode(
  opType: string,
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Node {
  return { opType, domain: '', name, inputs, outputs, attributes }
}

/** The inputs with one put at `index`, absent ones filled in between. */
export function withInput(node: Node, index: number, name: string): readonly string[] {
  const inputs = [...node.inputs]
  while (inputs.length <= index) inputs.push('')
  inputs[index] = name
  return inputs
}
