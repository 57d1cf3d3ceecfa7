import type { Shape } from '../../tensor/index.ts'
import type { Node, TensorType } from '../graph.ts'

/** A tensor whose elements are known: numbers in C order; booleans are 0 and 1. */
export interface KnownTensor extends TensorType {
  readonly values: ArrayLike<number>
}

/** One node all of whose inputs are known, with the inferred types of its outputs. */
export interface FoldCall {
  readonly node: Node
  readonly inputs: readonly (KnownTensor | undefined)[]
  readonly inputTypes: readonly (TensorType | undefined)[]
  readonly outputTypes: readonly TensorType[]
}

/** Elements of every output in C order, before they are rounded to the output's type; undefined = left to run time. */
export type FoldRule = (call: FoldCall) => readonly ArrayLike<number>[] | undefined

/** The input, which inference has found to be there. */
export function known(call: FoldCall, index: number): KnownTensor {
  const tensor = call.inputs[index]
  if (tensor === undefined) throw new RangeError(`input ${index} of ${call.node.opType} is missing.`)
  return tensor
}

/** Shape of output 0 (or another). */
export function outputShape(call: FoldCall, index = 0): Shape {
  return call.outputTypes[index]?.shape ?? []
}

/** The element at a flat place; NaN outside, which no rule reaches. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN
}
