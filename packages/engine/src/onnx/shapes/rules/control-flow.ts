import { sameShape, type Shape } from '../../../tensor/index.ts'
import { graphAttribute, intAttribute, intsAttribute } from '../../attributes.ts'
import type { Graph, TensorType } from '../../graph.ts'
import { axisOf, type Call, extent, fail, knownValues, type TypeRule, typeOf } from '../call.ts'

/** The body in this attribute; throws where the node lacks it. */
export function bodyOf(call: Call, name: string): Graph {
  return graphAttribute(call.node, name) ?? fail(call, `${name} is missing.`, 'malformed-model')
}

/** If: both branches must make the same types. */
export const conditional: TypeRule = (call) => {
  const thenTypes = infer(call, bodyOf(call, 'then_branch'), [])
  const elseTypes = infer(call, bodyOf(call, 'else_branch'), [])
  return conditionalTypes(call, thenTypes, elseTypes)
}

/** Types of an If whose branches make these types. */
export function conditionalTypes(
  call: Call,
  thenTypes: readonly TensorType[],
  elseTypes: readonly TensorType[],
): readonly TensorType[] {
  for (const [index, type] of thenTypes.entries()) {
    const other = elseTypes[index]
    if (other === undefined || other.dataType !== type.dataType || !sameShape(other.shape, type.shape)) {
      fail(call, `output ${index} is ${words(type)} in one branch and ${other && words(other)} in the other.`)
    }
  }
  return thenTypes
}

/** Loop: carried values keep their types; scan outputs are stacked along a new first axis of the trip count. */
export const loop: TypeRule = (call) => {
  const bodyOutputs = infer(call, bodyOf(call, 'body'), loopBodyInputs(call))
  return loopTypes(call, bodyOutputs)
}

/** Types of the inputs of a Loop's body: iteration number, condition, carried values. */
export function loopBodyInputs(call: Call): readonly TensorType[] {
  const carried = call.inputs.slice(2).map((_, index) => typeOf(call, index + 2))
  return [{ dataType: 'int64', shape: [] }, { dataType: 'bool', shape: [] }, ...carried]
}

/** Types of a Loop whose body makes these types. */
export function loopTypes(call: Call, bodyOutputs: readonly TensorType[]): readonly TensorType[] {
  const carriedCount = call.inputs.length - 2
  const carried = bodyOutputs.slice(1, 1 + carriedCount)
  checkCarried(call, call.inputs.slice(2), carried)
  const scanned = bodyOutputs.slice(1 + carriedCount)
  if (scanned.length === 0) return carried
  const trips = tripCount(call)
  return [...carried, ...scanned.map((type) => ({ dataType: type.dataType, shape: [trips, ...type.shape] }))]
}

/** The constant number of iterations of a Loop. */
export function tripCount(call: Call): number {
  const [trips] = knownValues(call, 0, 'the trip count') ?? []
  return Math.max(0, trips ?? fail(call, 'it has no trip count, so that its length depends on the data.'))
}

/** Scan (opset 9 on): state variables keep their types; scan outputs are stacked along scan_output_axes. */
export const scan: TypeRule = (call) => {
  const bodyOutputs = infer(call, bodyOf(call, 'body'), scanBodyInputs(call))
  return scanTypes(call, bodyOutputs)
}

/** Types of the inputs of a Scan's body: states, then one slice of each scanned input. */
export function scanBodyInputs(call: Call): readonly TensorType[] {
  const states = stateCount(call)
  return call.inputs.map((_, index) => {
    const type = typeOf(call, index)
    if (index < states) return type
    const axis = scanAxis(call, 'scan_input_axes', index - states, type.shape.length)
    return { dataType: type.dataType, shape: type.shape.toSpliced(axis, 1) }
  })
}

/** Types of a Scan whose body makes these types. */
export function scanTypes(call: Call, bodyOutputs: readonly TensorType[]): readonly TensorType[] {
  const states = stateCount(call)
  const carried = bodyOutputs.slice(0, states)
  checkCarried(call, call.inputs.slice(0, states), carried)
  const length = scanLength(call)
  const stacked = bodyOutputs.slice(states).map((type, index) => {
    const axis = scanAxis(call, 'scan_output_axes', index, type.shape.length + 1)
    return { dataType: type.dataType, shape: type.shape.toSpliced(axis, 0, length) }
  })
  return [...carried, ...stacked]
}

/** The number of iterations of a Scan. */
export function scanLength(call: Call): number {
  const states = stateCount(call)
  const lengths = call.inputs.slice(states).map((_, index) => {
    const shape: Shape = typeOf(call, index + states).shape
    return extent(call, shape, scanAxis(call, 'scan_input_axes', index, shape.length))
  })
  if (new Set(lengths).size !== 1) fail(call, `the scanned inputs have lengths [${lengths.join(', ')}].`)
  return lengths[0] ?? 0
}

function stateCount(call: Call): number {
  return call.inputs.length - intAttribute(call.node, 'num_scan_inputs', 0)
}

function scanAxis(call: Call, name: string, index: number, rank: number): number {
  return axisOf(call, intsAttribute(call.node, name)?.[index] ?? 0, rank)
}

function checkCarried(call: Call, before: readonly (TensorType | undefined)[], after: readonly TensorType[]): void {
  for (const [index, type] of after.entries()) {
    const given = before[index]
    if (given !== undefined && sameShape(given.shape, type.shape) && given.dataType === type.dataType) continue
    fail(call, `carried value ${index} begins as ${given && words(given)} and becomes ${words(type)} in the body.`)
  }
}

function infer(call: Call, body: Graph, inputs: readonly TensorType[]): readonly TensorType[] {
  if (call.env.inferBody === undefined) throw new Error(`${call.node.opType} needs env.inferBody to infer its body.`)
  return call.env.inferBody(body, inputs)
}

function words(type: TensorType): string {
  return `${type.dataType} [${type.shape.join(', ')}]`
}
