export { byteSize, type DataType, dataTypeCodes, dataTypeOfCode, isFloat } from './data-type.ts'
export { release } from './release.ts'
export { broadcastShapes, normaliseAxis, type Shape, sameShape, sizeOf, stridesOf } from './shape.ts'
export type { FloatTensor, LabelVolume, Prediction } from './tensor.ts'
