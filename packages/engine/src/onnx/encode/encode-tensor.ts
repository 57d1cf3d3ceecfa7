import { byteSize, dataTypeCodes, sizeOf } from '../../tensor/index.ts'
import type { ConstantTensor } from '../graph.ts'
import { dataLocationCodes, externalDataKeys, stringEntryFields, tensorFields } from '../wire/fields.ts'
import { putBytes, putInt, putMessage, putOptionalText, putText, type WireWriter } from '../wire/writer.ts'

/** Puts the fields of a TensorProto: raw_data for every numeric type, string_data for strings. */
export function putTensor(writer: WireWriter, name: string, tensor: ConstantTensor): void {
  putHead(writer, name, tensor)
  if (tensor.dataType === 'string') {
    for (const text of tensor.strings ?? []) putText(writer, tensorFields.stringData, text)
    return
  }
  const expected = byteSize(tensor.dataType, sizeOf(tensor.shape))
  if (tensor.bytes.byteLength !== expected) {
    throw new RangeError(
      `Tensor "${name}" of ${tensor.dataType}[${tensor.shape.join(', ')}] has ${tensor.bytes.byteLength} bytes, ` +
        `not ${expected}.`,
    )
  }
  putBytes(writer, tensorFields.rawData, tensor.bytes)
}

/** Puts a TensorProto whose values stay at `offset` of the file named `location`. */
export function putPointer(
  writer: WireWriter,
  name: string,
  tensor: ConstantTensor,
  { location, offset }: { readonly location: string; readonly offset: number },
): void {
  putHead(writer, name, tensor)
  const entries = [
    [externalDataKeys.location, location],
    [externalDataKeys.offset, String(offset)],
    [externalDataKeys.length, String(tensor.bytes.byteLength)],
  ] as const
  for (const [key, value] of entries) {
    putMessage(writer, tensorFields.externalData, () => {
      putText(writer, stringEntryFields.key, key)
      putText(writer, stringEntryFields.value, value)
    })
  }
  putInt(writer, tensorFields.dataLocation, dataLocationCodes.external)
}

function putHead(writer: WireWriter, name: string, tensor: ConstantTensor): void {
  for (const extent of tensor.shape) putInt(writer, tensorFields.dims, extent)
  putInt(writer, tensorFields.dataType, dataTypeCodes[tensor.dataType])
  putOptionalText(writer, tensorFields.name, name)
}
