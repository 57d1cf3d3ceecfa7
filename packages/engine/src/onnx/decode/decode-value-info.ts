import { dataTypeOfCode } from '../../tensor/index.ts'
import type { ValueInfo } from '../graph.ts'
import { dimensionFields, shapeFields, tensorTypeFields, typeFields, valueInfoFields } from '../wire/fields.ts'
import { charge, readFields, refuse, takeMessage, type WireReader } from '../wire/reader.ts'
import { takeInt, takeName } from '../wire/values.ts'

const valueInfoBytes = 200
const dimensionBytes = 16

/** The declared value at hand. A dimension with neither value nor name, or a negative value, is unknown (null). */
export function decodeValueInfo(reader: WireReader): ValueInfo {
  charge(reader, valueInfoBytes)
  let name = ''
  let type: Omit<ValueInfo, 'name'> = { kind: 'unknown' }
  readFields(reader, valueInfoFields, (field) => {
    if (field === 'name') name = takeName(reader)
    else type = takeMessage(reader, 'type', -1, decodeType)
  })
  return { name, ...type }
}

function decodeType(reader: WireReader): Omit<ValueInfo, 'name'> {
  let type: Omit<ValueInfo, 'name'> = { kind: 'unknown' }
  readFields(reader, typeFields, (field) => {
    if (type.kind !== 'unknown') refuse(reader, 'malformed-model', `A type is ${type.kind} and ${field} at once.`)
    switch (field) {
      case 'tensor':
        type = takeMessage(reader, 'tensor_type', -1, decodeTensorType)
        return
      case 'sequence':
      case 'optional':
      case 'map':
        type = { kind: field }
        return
      case 'sparseTensor':
      case 'opaque':
        refuse(reader, 'malformed-model', 'Sparse and opaque values are not accepted. Export with dense tensors.')
    }
  })
  return type
}

function decodeTensorType(reader: WireReader): Omit<ValueInfo, 'name'> {
  let code = 0
  let shape: ValueInfo['shape']
  readFields(reader, tensorTypeFields, (field) => {
    if (field === 'elementType') code = takeInt(reader)
    else shape = takeMessage(reader, 'shape', -1, decodeShape)
  })
  const dataType = dataTypeOfCode(code)
  if (dataType === undefined && code !== 0) {
    refuse(reader, 'malformed-model', `A value has element type ${code}, which is none that we know.`)
  }
  return { kind: 'tensor', dataType, shape }
}

function decodeShape(reader: WireReader): (number | string | null)[] {
  const shape: (number | string | null)[] = []
  readFields(reader, shapeFields, () => {
    charge(reader, dimensionBytes)
    if (shape.length >= reader.limits.rank) {
      refuse(reader, 'malformed-model', `A value has more than the ${reader.limits.rank} axes that it may have.`)
    }
    shape.push(takeMessage(reader, 'dim', shape.length, decodeDimension))
  })
  return shape
}

function decodeDimension(reader: WireReader): number | string | null {
  let dimension: number | string | null = null
  readFields(reader, dimensionFields, (field) => {
    if (field === 'parameter') {
      const name = takeName(reader)
      dimension ??= name === '' ? null : name
    } else {
      const extent = takeInt(reader)
      dimension = extent < 0 ? null : extent
    }
  })
  return dimension
}
