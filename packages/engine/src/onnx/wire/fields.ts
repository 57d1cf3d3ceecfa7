/**
 * The messages of onnx.proto as data: every field that we read, write or refuse, with its number and kind. A field
 * that is not listed (doc_string, metadata_props, quantization_annotation, …) is skipped by its length and not kept.
 * Source: onnx/onnx, onnx/onnx.proto, IR version 13.
 */

/** What a field holds. Numbers are varints (`int`), 32-bit (`float`) or 64-bit (`double`) little-endian words. */
export type FieldKind = 'int' | 'float' | 'double' | 'text' | 'bytes' | 'message'

export interface Field {
  readonly number: number
  readonly kind: FieldKind
  readonly repeated: boolean
}

export type MessageFields = Readonly<Record<string, Field>>

const one = (number: number, kind: FieldKind): Field => ({ number, kind, repeated: false })
const many = (number: number, kind: FieldKind): Field => ({ number, kind, repeated: true })

export const modelFields = {
  irVersion: one(1, 'int'),
  producerName: one(2, 'text'),
  producerVersion: one(3, 'text'),
  domain: one(4, 'text'),
  modelVersion: one(5, 'int'),
  docString: one(6, 'bytes'),
  graph: one(7, 'message'),
  opsetImport: many(8, 'message'),
  metadataProps: many(14, 'bytes'),
  trainingInfo: many(20, 'message'),
  functions: many(25, 'message'),
  configuration: many(26, 'bytes'),
} as const satisfies MessageFields

export const opsetFields = { domain: one(1, 'text'), version: one(2, 'int') } as const satisfies MessageFields

export const graphFields = {
  node: many(1, 'message'),
  name: one(2, 'text'),
  initializer: many(5, 'message'),
  input: many(11, 'message'),
  output: many(12, 'message'),
  valueInfo: many(13, 'message'),
  sparseInitializer: many(15, 'message'),
} as const satisfies MessageFields

export const nodeFields = {
  input: many(1, 'text'),
  output: many(2, 'text'),
  name: one(3, 'text'),
  opType: one(4, 'text'),
  attribute: many(5, 'message'),
  domain: one(7, 'text'),
  overload: one(8, 'text'),
} as const satisfies MessageFields

export const attributeFields = {
  name: one(1, 'text'),
  float: one(2, 'float'),
  int: one(3, 'int'),
  string: one(4, 'text'),
  tensor: one(5, 'message'),
  graph: one(6, 'message'),
  floats: many(7, 'float'),
  ints: many(8, 'int'),
  strings: many(9, 'text'),
  tensors: many(10, 'message'),
  graphs: many(11, 'message'),
  typeProto: one(14, 'message'),
  typeProtos: many(15, 'message'),
  type: one(20, 'int'),
  reference: one(21, 'text'),
  sparseTensor: one(22, 'message'),
  sparseTensors: many(23, 'message'),
} as const satisfies MessageFields

/** AttributeProto.AttributeType: the code of each kind of attribute. */
export const attributeTypeCodes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparseTensor: 11,
  sparseTensors: 12,
  typeProto: 13,
  typeProtos: 14,
} as const

export const tensorFields = {
  dims: many(1, 'int'),
  dataType: one(2, 'int'),
  segment: one(3, 'message'),
  floatData: many(4, 'float'),
  int32Data: many(5, 'int'),
  stringData: many(6, 'text'),
  int64Data: many(7, 'int'),
  name: one(8, 'text'),
  rawData: one(9, 'bytes'),
  doubleData: many(10, 'double'),
  uint64Data: many(11, 'int'),
  externalData: many(13, 'message'),
  dataLocation: one(14, 'int'),
} as const satisfies MessageFields

/** TensorProto.DataLocation. */
export const dataLocationCodes = { default: 0, external: 1 } as const

/** Keys of TensorProto.external_data. */
export const externalDataKeys = { location: 'location', offset: 'offset', length: 'length' } as const

export const stringEntryFields = { key: one(1, 'text'), value: one(2, 'text') } as const satisfies MessageFields

export const valueInfoFields = { name: one(1, 'text'), type: one(2, 'message') } as const satisfies MessageFields

export const typeFields = {
  tensor: one(1, 'message'),
  sequence: one(4, 'message'),
  map: one(5, 'message'),
  opaque: one(7, 'message'),
  sparseTensor: one(8, 'message'),
  optional: one(9, 'message'),
} as const satisfies MessageFields

export const tensorTypeFields = {
  elementType: one(1, 'int'),
  shape: one(2, 'message'),
} as const satisfies MessageFields

export const shapeFields = { dimension: many(1, 'message') } as const satisfies MessageFields

export const dimensionFields = { value: one(1, 'int'), parameter: one(2, 'text') } as const satisfies MessageFields

export const functionFields = {
  name: one(1, 'text'),
  input: many(4, 'text'),
  output: many(5, 'text'),
  attribute: many(6, 'text'),
  node: many(7, 'message'),
  opsetImport: many(9, 'message'),
  domain: one(10, 'text'),
  attributeDefault: many(11, 'message'),
  overload: one(13, 'text'),
} as const satisfies MessageFields
