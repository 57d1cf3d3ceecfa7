import { intsAttribute, stringAttribute, withoutAttributes } from '../attributes.ts'
import type { Node, TensorType } from '../graph.ts'
import { windowOf } from '../shapes/index.ts'

/** The operators that pad automatically, with the input whose trailing extents are the kernel; pools declare theirs. */
const kernelInput: Readonly<Record<string, number | undefined>> = {
  Conv: 1,
  ConvInteger: 1,
  QLinearConv: 3,
  AveragePool: undefined,
  LpPool: undefined,
  MaxPool: undefined,
}

/**
 * A node with dilations and auto_pad SAME_*, as PyTorch exports padding='same', with the pads that this means at the
 * extents of x: ONNX Runtime refuses to run the two together. Any other node as it is.
 */
export function withExplicitPads(node: Node, inputs: readonly (TensorType | undefined)[]): Node {
  if (node.domain !== '' || !Object.hasOwn(kernelInput, node.opType)) return node
  if (!stringAttribute(node, 'auto_pad', 'NOTSET').startsWith('SAME')) return node
  if ((intsAttribute(node, 'dilations') ?? []).every((dilation) => dilation === 1)) return node
  const weights = kernelInput[node.opType]
  const kernel = weights === undefined ? intsAttribute(node, 'kernel_shape') : inputs[weights]?.shape.slice(2)
  const spatial = inputs[0]?.shape.slice(2)
  if (kernel === undefined || spatial === undefined) return node
  const { padsBegin, padsEnd } = windowOf({ node, inputs, constants: [], env: { opset: 0 } }, spatial, kernel)
  const pads = { kind: 'ints', value: [...padsBegin, ...padsEnd] } as const
  return { ...node, attributes: { ...withoutAttributes(node, 'auto_pad'), pads } }
}
