import { sameShape } from '../../tensor/index.ts'
import { intsAttribute } from '../attributes.ts'
import type { Node, TensorType } from '../graph.ts'

const keepOrderAndValues = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Expand', 'Tile', 'Cast'])
const ofOneOperand = new Set(['Concat', 'Max', 'Mean', 'Min', 'Sum'])

/** True where the node's only output is its first input, element by element, at these types: the node can go. */
export function isAlias(node: Node, x: TensorType | undefined, y: TensorType | undefined): boolean {
  if (x === undefined || y === undefined || node.outputs.length !== 1) return false
  if (x.dataType !== y.dataType || !sameShape(x.shape, y.shape)) return false
  if (node.opType === 'Identity' || keepOrderAndValues.has(node.opType)) return true
  if (ofOneOperand.has(node.opType)) return node.inputs.length === 1
  if (node.opType !== 'Transpose') return false
  const perm = intsAttribute(node, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis)
  return perm.every((axis, index) => axis === index)
}
