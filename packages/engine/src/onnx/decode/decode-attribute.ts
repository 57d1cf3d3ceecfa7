import type { Attribute, ConstantTensor, Graph } from '../graph.ts'
import { attributeFields, attributeTypeCodes } from '../wire/fields.ts'
import { charge, readFields, refuse, takeMessage, type WireReader } from '../wire/reader.ts'
import { takeFloat, takeFloats, takeInt, takeInts, takeName, takeText } from '../wire/values.ts'
import type { DecodeContext } from './decode-graph.ts'
import { decodeTensor } from './decode-tensor.ts'

const attributeBytes = 200
const textEntryBytes = 16

type AttributeType = keyof typeof attributeTypeCodes
const typeByCode = new Map<number, AttributeType>(
  Object.entries(attributeTypeCodes).map(([name, code]) => [code, name as AttributeType]),
)

/** What the fields of one attribute hold, before its declared type says which of them counts. */
interface AttributeParts {
  name: string
  typeCode: number
  reference: string
  float: number
  int: number
  string: string
  tensor: ConstantTensor | undefined
  graph: Graph | undefined
  floats: number[]
  ints: number[]
  strings: string[]
  graphs: Graph[]
  found: Set<AttributeType>
}

/**
 * The attribute at hand with its name; a file without declared attribute types (IR 1) has it from the field that is
 * set. Refuses sparse tensors, type attributes and lists of tensors, which no operator of a segmentation network has.
 */
export function decodeAttribute(
  reader: WireReader,
  context: DecodeContext,
): { readonly name: string; readonly attribute: Attribute } {
  charge(reader, attributeBytes)
  const parts = readParts(reader, context)
  return { name: parts.name, attribute: attributeOf(reader, parts) }
}

function readParts(reader: WireReader, context: DecodeContext): AttributeParts {
  const { limits } = reader
  const parts: AttributeParts = {
    name: '',
    typeCode: 0,
    reference: '',
    float: 0,
    int: 0,
    string: '',
    tensor: undefined,
    graph: undefined,
    floats: [],
    ints: [],
    strings: [],
    graphs: [],
    found: new Set(),
  }
  readFields(reader, attributeFields, (field) => {
    if (field !== 'name' && field !== 'type' && field !== 'reference') parts.found.add(field)
    switch (field) {
      case 'name':
        parts.name = takeName(reader)
        return
      case 'type':
        parts.typeCode = takeInt(reader)
        return
      case 'reference':
        parts.reference = takeName(reader)
        return
      case 'float':
        parts.float = takeFloat(reader)
        return
      case 'int':
        parts.int = takeInt(reader)
        return
      case 'string':
        parts.string = takeText(reader, limits.textBytes)
        return
      case 'tensor':
        context.countTensor(reader)
        parts.tensor = takeMessage(reader, 't', -1, decodeTensor).tensor
        return
      case 'graph':
        parts.graph = takeMessage(reader, 'g', -1, context.decodeSubgraph)
        return
      case 'floats':
        return takeFloats(reader, parts.floats, limits.listLength)
      case 'ints':
        return takeInts(reader, parts.ints, limits.listLength)
      case 'strings':
        charge(reader, textEntryBytes)
        parts.strings.push(takeText(reader, limits.textBytes))
        return
      case 'graphs':
        parts.graphs.push(takeMessage(reader, 'graphs', parts.graphs.length, context.decodeSubgraph))
        return
      default:
        refuseAttribute(reader, parts.name, field)
    }
  })
  return parts
}

function attributeOf(reader: WireReader, parts: AttributeParts): Attribute {
  const type = parts.typeCode === 0 ? [...parts.found][0] : typeByCode.get(parts.typeCode)
  if (parts.reference !== '') return referenceOf(parts.reference, type)
  for (const found of parts.found) {
    if (found !== type) {
      refuse(
        reader,
        'malformed-model',
        `Attribute "${parts.name}" is declared ${type ?? `of type ${parts.typeCode}`} and holds ${found}.`,
      )
    }
  }
  switch (type) {
    case 'float':
    case 'int':
      return { kind: type, value: parts[type] }
    case 'string':
      return { kind: 'string', value: parts.string }
    case 'tensor':
      if (parts.tensor !== undefined) return { kind: 'tensor', value: parts.tensor }
      break
    case 'graph':
      if (parts.graph !== undefined) return { kind: 'graph', value: parts.graph }
      break
    case 'floats':
    case 'ints':
      return { kind: type, value: parts[type] }
    case 'strings':
      return { kind: 'strings', value: parts.strings }
    case 'graphs':
      return { kind: 'graphs', value: parts.graphs }
    case undefined:
      refuse(reader, 'malformed-model', `Attribute "${parts.name}" has type ${parts.typeCode} and no value.`)
      break
    default:
      refuseAttribute(reader, parts.name, type)
  }
  return refuse(reader, 'malformed-model', `Attribute "${parts.name}" is declared ${type} and holds none.`)
}

function referenceOf(value: string, type: AttributeType | undefined): Attribute {
  switch (type) {
    case undefined:
    case 'tensors':
    case 'sparseTensor':
    case 'sparseTensors':
    case 'typeProto':
    case 'typeProtos':
      return { kind: 'reference', value }
    default:
      return { kind: 'reference', value, of: type }
  }
}

function refuseAttribute(reader: WireReader, name: string, type: string): never {
  refuse(
    reader,
    'malformed-model',
    `Attribute "${name}" is of the kind ${type}; numbers, texts, dense tensors and graphs are accepted. Export the ` +
      'model without sparse tensors and optional values.',
  )
}
