import { type DataType, normaliseAxis, sameShape, type Shape, sizeOf } from '../../tensor/index.ts'
import { numberValues } from '../constants.ts'
import { holdsNumbers } from '../first-number.ts'
import type { ConstantTensor, Graph, Node, TensorType } from '../graph.ts'
import { describeNode, SpecialiseError, type SpecialiseErrorCode } from '../specialise-error.ts'

/** The highest rank of a tensor; that of the decoder. */
export const rankCap = 32

/** What inference knows besides the node and its inputs. */
export interface InferenceEnv {
  /** Version of the default domain. */
  readonly opset: number
  /** Types of a body's outputs for the given types of its inputs; needed for If, Loop and Scan only. */
  readonly inferBody?: (body: Graph, inputTypes: readonly TensorType[]) => readonly TensorType[]
}

/** One node with what is known of its inputs; absent optional inputs are undefined. */
export interface Call {
  readonly node: Node
  readonly inputs: readonly (TensorType | undefined)[]
  readonly constants: readonly (ConstantTensor | undefined)[]
  readonly env: InferenceEnv
}

/** Types of all the outputs that an operator can have, in their order; the caller drops those that a node lacks. */
export type TypeRule = (call: Call) => readonly TensorType[]

/** Throws a SpecialiseError that names the node. */
export function fail(call: Call, message: string, code: SpecialiseErrorCode = 'shape-not-supported'): never {
  throw new SpecialiseError(code, `${describeNode(call.node)}: ${message}`)
}

/** Type of the input, which must be there. */
export function typeOf(call: Call, index: number): TensorType {
  return call.inputs[index] ?? fail(call, `input ${index} is missing; the operator requires it.`, 'malformed-model')
}

/** Shape of the input, which must be there. */
export function shapeOf(call: Call, index: number): Shape {
  return typeOf(call, index).shape
}

/** Element type of the input, which must be there. */
export function dataTypeOf(call: Call, index: number): DataType {
  return typeOf(call, index).dataType
}

/** Extent of one axis of a shape; throws where the shape has no such axis. */
export function extent(call: Call, shape: Shape, axis: number): number {
  return shape[axis] ?? fail(call, `a tensor of shape [${shape.join(', ')}] has no axis ${axis}.`)
}

/** The axis as 0..rank-1. */
export function axisOf(call: Call, axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) fail(call, `axis ${axis} is outside a tensor of rank ${rank}.`)
  return normaliseAxis(axis, rank)
}

/** True where the node has that input. */
export function hasInput(call: Call, index: number): boolean {
  return call.inputs[index] !== undefined
}

/** Values above which an input that decides a shape is not read. */
const valueCap = 65_536

/** Values of an input that decides a shape: undefined where absent; throws where its values are not known. */
export function knownValues(call: Call, index: number, what: string): readonly number[] | undefined {
  const constant = call.constants[index]
  if (constant !== undefined) {
    if (!holdsNumbers(constant.dataType)) fail(call, `${what} is ${constant.dataType}.`, 'wrong-data-type')
    const count = sizeOf(constant.shape)
    if (count > valueCap) fail(call, `${what} has ${count} values; ${valueCap} are allowed.`, 'memory-budget-exceeded')
    return numberValues(constant)
  }
  if (!hasInput(call, index)) return undefined
  if (call.inputs[index]?.shape.includes(0)) return []
  return fail(
    call,
    `${what} (input ${call.node.inputs[index]}) depends on the data, so that the output has no fixed shape. ` +
      'Export the model with fixed sizes.',
  )
}

/** Refuses an operand (a bias, a scale, …) of another shape than the operator needs; an absent one is fine. */
export function checkOperand(call: Call, index: number, what: string, expected: Shape): void {
  const found = call.inputs[index]?.shape
  if (found === undefined || sameShape(found, expected)) return
  fail(call, `its ${what} has shape [${found.join(', ')}], [${expected.join(', ')}] was expected.`, 'malformed-model')
}

/** Refuses an operand that does not broadcast to the shape; an absent one is fine. */
export function checkBroadcasts(call: Call, index: number, what: string, to: Shape): void {
  const found = call.inputs[index]?.shape
  if (found === undefined) return
  const offset = to.length - found.length
  if (offset >= 0 && found.every((size, axis) => size === 1 || size === to[axis + offset])) return
  fail(call, `its ${what} of shape [${found.join(', ')}] does not broadcast to [${to.join(', ')}].`, 'malformed-model')
}
