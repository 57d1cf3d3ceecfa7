import { type DataType, dataTypeCodes, dataTypeOfCode, isFloat } from '../../tensor/index.ts'
import { constantTensor, floatValues } from '../constants.ts'
import type { Attribute, ConstantTensor, Node } from '../graph.ts'

const typeAttributes = new Set([
  'to',
  'dtype',
  'output_dtype',
  'output_datatype',
  'stash_type',
  'softmax_precision',
  'precision',
])

/** float16, bfloat16 and float64 become float32, in which everything is computed; other types stay. */
export function loweredDataType(dataType: DataType): DataType {
  return isFloat(dataType) ? 'float32' : dataType
}

/** The constant in float32 where it is of another floating-point type; the same object where it is not. */
export function loweredConstant(constant: ConstantTensor): ConstantTensor {
  if (loweredDataType(constant.dataType) === constant.dataType) return constant
  return constantTensor('float32', constant.shape, floatValues(constant))
}

/** The node with the element types and tensors among its attributes lowered. */
export function loweredNode(node: Node): Node {
  let changed = false
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => {
    const lowered = loweredAttribute(name, attribute)
    changed ||= lowered !== attribute
    return [name, lowered]
  })
  return changed ? { ...node, attributes: Object.fromEntries(attributes) } : node
}

function loweredAttribute(name: string, attribute: Attribute): Attribute {
  if (attribute.kind === 'tensor') {
    const value = loweredConstant(attribute.value)
    return value === attribute.value ? attribute : { kind: 'tensor', value }
  }
  if (attribute.kind !== 'int' || !typeAttributes.has(name)) return attribute
  const dataType = dataTypeOfCode(attribute.value)
  if (dataType === undefined || loweredDataType(dataType) === dataType) return attribute
  return { kind: 'int', value: dataTypeCodes.float32 }
}
