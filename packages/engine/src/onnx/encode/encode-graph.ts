import { dataTypeCodes } from '../../tensor/index.ts'
import type { Attribute, Graph, Node, ValueInfo } from '../graph.ts'
import {
  attributeFields,
  attributeTypeCodes,
  dimensionFields,
  type Field,
  graphFields,
  nodeFields,
  shapeFields,
  tensorTypeFields,
  typeFields,
  valueInfoFields,
} from '../wire/fields.ts'
import { putFloat, putInt, putMessage, putOptionalText, putText, type WireWriter } from '../wire/writer.ts'
import { putPointer, putTensor } from './encode-tensor.ts'

/** Where initializers that are views into the uploaded file are left, instead of being copied. */
export interface Externalise {
  /** Name of the uploaded file in the folder that the session is told of. */
  readonly location: string
  /** Smaller tensors are copied; ONNX Runtime needs the values of some at load. */
  readonly thresholdBytes?: number
}

const defaultThresholdBytes = 1024

/** Puts the fields of a GraphProto. */
export function putGraph(writer: WireWriter, graph: Graph, externalise?: Externalise): void {
  for (const node of graph.nodes) putMessage(writer, graphFields.node, () => putNode(writer, node))
  putText(writer, graphFields.name, graph.name === '' ? 'graph' : graph.name)
  for (const [name, tensor] of graph.initializers) {
    const threshold = externalise?.thresholdBytes ?? defaultThresholdBytes
    const offset = tensor.fileOffset
    putMessage(writer, graphFields.initializer, () => {
      if (externalise !== undefined && offset !== undefined && tensor.bytes.byteLength >= threshold) {
        putPointer(writer, name, tensor, { location: externalise.location, offset })
      } else putTensor(writer, name, tensor)
    })
  }
  putValues(writer, graphFields.input, graph.inputs)
  putValues(writer, graphFields.output, graph.outputs)
  const tensors = [...graph.valueInfo.values()].filter((value) => value.kind === 'tensor')
  putValues(writer, graphFields.valueInfo, tensors)
}

function putValues(writer: WireWriter, field: Field, values: Iterable<ValueInfo>): void {
  for (const value of values) putMessage(writer, field, () => putValueInfo(writer, value))
}

function putValueInfo(writer: WireWriter, value: ValueInfo): void {
  putText(writer, valueInfoFields.name, value.name)
  const { dataType, shape } = value
  if (value.kind === 'unknown') return
  if (value.kind !== 'tensor')
    throw new TypeError(`Value "${value.name}" is a ${value.kind}; only tensors are written.`)
  putMessage(writer, valueInfoFields.type, () =>
    putMessage(writer, typeFields.tensor, () => {
      if (dataType !== undefined) putInt(writer, tensorTypeFields.elementType, dataTypeCodes[dataType])
      if (shape === undefined) return
      putMessage(writer, tensorTypeFields.shape, () => {
        for (const extent of shape) {
          putMessage(writer, shapeFields.dimension, () => {
            if (typeof extent === 'number') putInt(writer, dimensionFields.value, extent)
            else if (extent !== null) putText(writer, dimensionFields.parameter, extent)
          })
        }
      })
    }),
  )
}

/** Puts the fields of a NodeProto. */
export function putNode(writer: WireWriter, node: Node): void {
  for (const input of node.inputs) putText(writer, nodeFields.input, input)
  for (const output of node.outputs) putText(writer, nodeFields.output, output)
  putOptionalText(writer, nodeFields.name, node.name)
  putText(writer, nodeFields.opType, node.opType)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    putMessage(writer, nodeFields.attribute, () => putAttribute(writer, name, attribute))
  }
  putOptionalText(writer, nodeFields.domain, node.domain)
  putOptionalText(writer, nodeFields.overload, node.overload ?? '')
}

/** Puts the fields of an AttributeProto. */
export function putAttribute(writer: WireWriter, name: string, attribute: Attribute): void {
  putText(writer, attributeFields.name, name)
  putAttributeValue(writer, attribute)
  if (attribute.kind !== 'reference') putInt(writer, attributeFields.type, attributeTypeCodes[attribute.kind])
  else if (attribute.of !== undefined) putInt(writer, attributeFields.type, attributeTypeCodes[attribute.of])
}

function putAttributeValue(writer: WireWriter, attribute: Attribute): void {
  switch (attribute.kind) {
    case 'int':
      return putInt(writer, attributeFields.int, attribute.value)
    case 'float':
      return putFloat(writer, attributeFields.float, attribute.value)
    case 'string':
      return putText(writer, attributeFields.string, attribute.value)
    case 'tensor':
      return putMessage(writer, attributeFields.tensor, () => putTensor(writer, '', attribute.value))
    case 'graph':
      return putMessage(writer, attributeFields.graph, () => putGraph(writer, attribute.value))
    case 'ints':
      for (const value of attribute.value) putInt(writer, attributeFields.ints, value)
      return
    case 'floats':
      for (const value of attribute.value) putFloat(writer, attributeFields.floats, value)
      return
    case 'strings':
      for (const value of attribute.value) putText(writer, attributeFields.strings, value)
      return
    case 'graphs':
      for (const value of attribute.value) {
        putMessage(writer, attributeFields.graphs, () => putGraph(writer, value))
      }
      return
    case 'reference':
      return putText(writer, attributeFields.reference, attribute.value)
  }
}
