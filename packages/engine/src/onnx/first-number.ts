import { sizeOf } from '../tensor/index.ts'
import { numberValues } from './constants.ts'
import type { ConstantTensor } from './graph.ts'

/** The first element, or undefined of an empty tensor; a large tensor costs no more than a scalar. */
export function firstNumber(tensor: ConstantTensor): number | undefined {
  return sizeOf(tensor.shape) === 0 ? undefined : numberValues({ ...tensor, shape: [1] })[0]
}
