import { type DataType, sizeOf } from '../tensor/index.ts'
import { numberValues } from './constants.ts'
import type { ConstantTensor } from './graph.ts'

const withoutNumbers: ReadonlySet<DataType> = new Set(['string', 'complex64', 'complex128'])

/** True where the elements are real numbers (booleans are). */
export function holdsNumbers(dataType: DataType): boolean {
  return !withoutNumbers.has(dataType)
}

/** The first element; undefined of an empty tensor or one of no numbers. A large tensor costs no more than a scalar. */
export function firstNumber(tensor: ConstantTensor): number | undefined {
  return sizeOf(tensor.shape) === 0 || !holdsNumbers(tensor.dataType)
    ? undefined
    : numberValues({ ...tensor, shape: [1] })[0]
}
