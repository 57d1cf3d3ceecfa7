/** Element types of ONNX tensors by their code in TensorProto.DataType. */
export const dataTypeCodes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
} as const

export type DataType = keyof typeof dataTypeCodes

const byCode = new Map<number, DataType>(Object.entries(dataTypeCodes).map(([name, code]) => [code, name as DataType]))

/** The element type with this code, or undefined where ONNX has none. */
export function dataTypeOfCode(code: number): DataType | undefined {
  return byCode.get(code)
}

const bitsPerElement: Readonly<Record<DataType, number>> = {
  float32: 32,
  uint8: 8,
  int8: 8,
  uint16: 16,
  int16: 16,
  int32: 32,
  int64: 64,
  string: 0,
  bool: 8,
  float16: 16,
  float64: 64,
  uint32: 32,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  bfloat16: 16,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  uint4: 4,
  int4: 4,
  float4e2m1: 4,
}

/** Bytes that `count` elements take in raw_data; 4-bit types are packed two to a byte. 0 for strings. */
export function byteSize(dataType: DataType, count: number): number {
  return Math.ceil((bitsPerElement[dataType] * count) / 8)
}

/** True for the real floating-point types, through which gradients flow. */
export function isFloat(dataType: DataType): boolean {
  return dataType === 'float32' || dataType === 'float64' || dataType === 'float16' || dataType === 'bfloat16'
}
