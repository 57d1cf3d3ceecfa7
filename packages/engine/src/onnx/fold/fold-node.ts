import { isFloat, sizeOf } from '../../tensor/index.ts'
import { constantTensor, numberValues } from '../constants.ts'
import { holdsNumbers } from '../first-number.ts'
import type { ConstantTensor, Node, TensorType } from '../graph.ts'
import type { KnownTensor } from './fold-call.ts'
import { foldRules, foldsFromTypes } from './registry.ts'

/** Elements above which an input or output is left to run time, so that no file can make folding allocate much. */
export const foldElementCap = 65_536

/**
 * The node's outputs where they follow from constants (or from types alone, as Shape does); undefined where they do
 * not, where the operator is not one of shape arithmetic, or where a tensor is larger than the cap. float32 results are
 * rounded after each operator, as at run time.
 */
export function foldNode(
  node: Node,
  inputTypes: readonly (TensorType | undefined)[],
  inputConstants: readonly (ConstantTensor | undefined)[],
  outputTypes: readonly TensorType[],
): readonly ConstantTensor[] | undefined {
  const rule = Object.hasOwn(foldRules, node.opType) ? foldRules[node.opType] : undefined
  if (rule === undefined || node.domain !== '' || outputTypes.some(isTooLarge)) return undefined
  if (foldsFromTypes.has(node.opType)) return finish(rule({ node, inputs: [], inputTypes, outputTypes }), outputTypes)
  const inputs: (KnownTensor | undefined)[] = []
  for (const [index, type] of inputTypes.entries()) {
    const constant = inputConstants[index]
    if (type !== undefined && (constant === undefined || isTooLarge(type))) return undefined
    inputs.push(constant && { ...constant, values: numberValues(constant) })
  }
  return finish(rule({ node, inputs, inputTypes, outputTypes }), outputTypes)
}

function finish(
  results: readonly ArrayLike<number>[] | undefined,
  types: readonly TensorType[],
): readonly ConstantTensor[] | undefined {
  if (results === undefined) return undefined
  const constants: ConstantTensor[] = []
  for (const [index, { dataType, shape }] of types.entries()) {
    const values = Array.from(results[index] ?? [])
    // An integer that a double cannot hold, or a division by zero, is for the run time to compute.
    if (!isFloat(dataType) && !values.every(Number.isSafeInteger)) return undefined
    constants.push(constantTensor(dataType, shape, values))
  }
  return constants
}

function isTooLarge(type: TensorType): boolean {
  return !holdsNumbers(type.dataType) || sizeOf(type.shape) > foldElementCap
}
