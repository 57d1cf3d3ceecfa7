import { sizeOf } from '../../tensor/index.ts'
import type { ConstantTensor, Node, TensorType } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { type Call, fail, type InferenceEnv, rankCap } from './call.ts'
import { typeRules } from './registry.ts'

/**
 * Static types of the node's outputs, in their order (an absent output '' has its type too), from the static types of
 * its inputs and the values of those inputs that are known. The node is in its canonical form (see canonicalise).
 * Throws a SpecialiseError that names the node: 'custom-operator', 'unsupported-operator', 'malformed-model', or
 * 'shape-not-supported' where the shape depends on the data or the operator does not fit its inputs.
 */
export function inferNode(
  node: Node,
  inputTypes: readonly (TensorType | undefined)[],
  inputConstants: readonly (ConstantTensor | undefined)[],
  env: InferenceEnv,
): readonly TensorType[] {
  const call: Call = { node, inputs: inputTypes, constants: inputConstants, env }
  const types = applyRule(call).slice(0, node.outputs.length)
  if (types.length < node.outputs.length) {
    fail(call, `it has ${node.outputs.length} outputs, the operator makes ${types.length}.`, 'malformed-model')
  }
  for (const type of types) {
    const sound = type.shape.every((extent) => Number.isInteger(extent) && extent >= 0)
    if (type.shape.length > rankCap) {
      fail(call, `it would make a tensor of rank ${type.shape.length}; ${rankCap} is allowed.`)
    }
    if (!sound || !Number.isSafeInteger(sizeOf(type.shape))) {
      fail(call, `it would make a tensor of shape [${type.shape.join(', ')}].`)
    }
  }
  return types
}

function applyRule(call: Call): readonly TensorType[] {
  const { node } = call
  if (node.domain !== '') {
    throw new SpecialiseError(
      'custom-operator',
      `${describeNode(node)} is not an ONNX operator. Export the model with operators of the default domain only.`,
    )
  }
  const rule = Object.hasOwn(typeRules, node.opType) ? typeRules[node.opType] : undefined
  if (rule === undefined) {
    throw new SpecialiseError(
      'unsupported-operator',
      `${describeNode(node)}: this operator is not supported (opset ${call.env.opset}). Export the model without it.`,
    )
  }
  try {
    return rule(call)
  } catch (error) {
    if (error instanceof RangeError) return fail(call, error.message)
    throw error
  }
}
