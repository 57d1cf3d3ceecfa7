import { constantTensor } from '../constants.ts'
import { firstNumber } from '../first-number.ts'
import { bodyAttribute, type ControlFlowCall, outputValue } from './control-flow-call.ts'
import { bind, childScope, constantValue, type TensorValue } from './scope.ts'

/** Iterations above which a Loop is not unrolled. */
export const unrollCap = 64

/** True where the number of iterations is small, or unknown but bounded by a condition that may prove constant. */
export function mayUnroll(call: ControlFlowCall): boolean {
  const condition = call.inputs[1]
  const trips = call.inputs[0]
  if (condition !== undefined && condition.constant === undefined) return false
  if (trips === undefined) return true
  return trips.constant !== undefined
}

/**
 * The Loop as its iterations one after another, with each condition known; for loops whose carried shapes grow or that
 * end by a counter. Throws `reason` where a condition depends on the data or there are too many iterations.
 */
export function unrollLoop(call: ControlFlowCall, reason: Error): readonly TensorValue[] {
  const body = bodyAttribute(call, 'body')
  const carriedCount = Math.max(0, call.inputs.length - 2)
  const limit = numberOf(call.inputs[0]) ?? Number.POSITIVE_INFINITY
  let carried = call.inputs.slice(2).flatMap((value) => (value === undefined ? [] : [value]))
  let going = numberOf(call.inputs[1]) !== 0
  const stacked: TensorValue[][] = body.outputs.slice(1 + carriedCount).map(() => [])
  for (let trip = 0; going && trip < limit; trip++) {
    if (trip >= unrollCap) throw reason
    const scope = childScope(call.scope, 'inline')
    const iteration = constantValue(scope, 'iteration', constantTensor('int64', [], [trip]))
    const condition = constantValue(scope, 'condition', constantTensor('bool', [], [1]))
    const given = [iteration, condition, ...carried]
    for (const [index, { name }] of body.inputs.entries()) {
      const value = given[index]
      if (value === undefined) throw reason
      bind(scope, name, value)
    }
    call.visitGraph(scope, body)
    const outputs = body.outputs.map(({ name }) => outputValue(call, scope, name))
    const goesOn = numberOf(outputs[0])
    if (goesOn === undefined) throw reason
    going = goesOn !== 0
    carried = outputs.slice(1, 1 + carriedCount)
    for (const [index, value] of outputs.slice(1 + carriedCount).entries()) stacked[index]?.push(value)
  }
  if (stacked.some((slices) => slices.length === 0)) throw reason
  return [...carried, ...stacked.map((slices) => stack(call, slices))]
}

function numberOf(value: TensorValue | undefined): number | undefined {
  return value?.constant === undefined ? undefined : firstNumber(value.constant)
}

function stack(call: ControlFlowCall, slices: readonly TensorValue[]): TensorValue {
  const { scope, node, visit } = call
  const axes = constantValue(scope, 'axes', constantTensor('int64', [1], [0]))
  const rows = slices.flatMap((slice) => {
    const unsqueeze = { ...node, opType: 'Unsqueeze', outputs: [`${slice.name}_row`], attributes: {} }
    return visit(scope, { ...unsqueeze, inputs: [slice.name, axes.name] }, [slice, axes])
  })
  const attributes = { axis: { kind: 'int', value: 0 } } as const
  const concat = { ...node, opType: 'Concat', inputs: rows.map(({ name }) => name), outputs: ['stacked'], attributes }
  const [result] = visit(scope, concat, rows)
  if (result === undefined) throw new RangeError('Concat made no output.')
  return result
}
