import { firstNumber } from '../first-number.ts'
import type { Graph, Node, TensorType } from '../graph.ts'
import {
  type Call,
  conditionalTypes,
  loopBodyInputs,
  loopTypes,
  scanBodyInputs,
  scanLength,
  scanTypes,
  tripCount,
} from '../shapes/index.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { bodyAttribute, type ControlFlowCall, outputValue } from './control-flow-call.ts'
import { checkSize, childScope, emit, type Scope, type TensorValue, uniqueName } from './scope.ts'
import { mayUnroll, unrollLoop } from './unroll-loop.ts'

/** A body made static, with the values of its outputs before they got their final names. */
interface StaticBody {
  readonly graph: Graph
  readonly inputNames: readonly string[]
  readonly outputs: readonly TensorValue[]
}

/** Makes If, Loop and Scan static: a known If is inlined, a Loop that cannot be typed is unrolled if it is short. */
export function visitControlFlow(call: ControlFlowCall): readonly TensorValue[] {
  if (call.node.opType === 'If') return visitIf(call)
  return call.node.opType === 'Loop' ? visitLoop(call) : visitScan(call)
}

function visitIf(call: ControlFlowCall): readonly TensorValue[] {
  const { scope, inputs } = call
  const condition = inputs[0]?.constant
  if (condition !== undefined) {
    const branch = bodyAttribute(call, firstNumber(condition) ? 'then_branch' : 'else_branch')
    const inner = childScope(scope, 'inline')
    call.visitGraph(inner, branch)
    return branch.outputs.map(({ name }) => outputValue(call, inner, name))
  }
  const thenBody = staticBody(call, 'then_branch', [])
  const elseBody = staticBody(call, 'else_branch', [])
  const types = conditionalTypes(shapeCall(call), typesOf(thenBody), typesOf(elseBody))
  return emitWith(call, { then_branch: thenBody.graph, else_branch: elseBody.graph }, types)
}

function visitLoop(call: ControlFlowCall): readonly TensorValue[] {
  const shapes = shapeCall(call)
  try {
    const trips = tripCount(shapes)
    checkTrips(call, trips)
    const body = staticBody(call, 'body', loopBodyInputs(shapes))
    const types = loopTypes(shapes, typesOf(body))
    if (types.length > call.inputs.length - 2) checkRunsToTheEnd(call, body)
    return emitWith(call, { body: body.graph }, types)
  } catch (error) {
    const untyped = error instanceof SpecialiseError && error.code !== 'malformed-model'
    if (!untyped || !mayUnroll(call)) throw error
    return unrollLoop(call, error)
  }
}

function visitScan(call: ControlFlowCall): readonly TensorValue[] {
  const shapes = shapeCall(call)
  checkTrips(call, scanLength(shapes))
  const body = staticBody(call, 'body', scanBodyInputs(shapes))
  return emitWith(call, { body: body.graph }, scanTypes(shapes, typesOf(body)))
}

function staticBody(call: ControlFlowCall, attribute: string, inputTypes: readonly TensorType[]): StaticBody {
  const body = bodyAttribute(call, attribute)
  const scope = childScope(call.scope, 'body')
  const inputs = body.inputs.map(({ name }, index) => {
    const type = inputTypes[index]
    if (type === undefined || body.inputs.length !== inputTypes.length) {
      const found = `its body has ${body.inputs.length} inputs, ${inputTypes.length} were expected`
      throw new SpecialiseError('malformed-model', `${describeNode(call.node)}: ${found}.`)
    }
    const unique = uniqueName(scope, name)
    scope.values.set(name, { kind: 'tensor', name: unique, type })
    scope.build.types.set(unique, type)
    return { name: unique, kind: 'tensor', dataType: type.dataType, shape: type.shape } as const
  })
  call.visitGraph(scope, body)
  const outputs = body.outputs.map(({ name }) => outputValue(call, scope, name))
  const returned = new Set<string>()
  const declared = outputs.map((value) => {
    const { name, type } = ownOutput(scope, value, returned)
    returned.add(name)
    return { name, kind: 'tensor', dataType: type.dataType, shape: type.shape } as const
  })
  const graph: Graph = {
    name: body.name,
    inputs,
    outputs: declared,
    nodes: scope.nodes,
    initializers: new Map(),
    valueInfo: new Map(),
  }
  return { graph, inputNames: inputs.map(({ name }) => name), outputs }
}

/** A body must make each of its outputs by a node of its own: captured, constant and repeated ones pass Identity. */
function ownOutput(scope: Scope, value: TensorValue, returned: ReadonlySet<string>): TensorValue {
  if (scope.produced.has(value.name) && !returned.has(value.name)) return value
  const outputs = [`${value.name}_out`]
  const node: Node = { opType: 'Identity', domain: '', name: '', inputs: [value.name], outputs, attributes: {} }
  return emit(scope, node, [value], [value.type])[0] ?? value
}

function emitWith(
  call: ControlFlowCall,
  bodies: Readonly<Record<string, Graph>>,
  types: readonly TensorType[],
): readonly TensorValue[] {
  const { scope, node, inputs } = call
  for (const type of types) checkSize(scope, node, type)
  const graphs = Object.entries(bodies).map(([name, value]) => [name, { kind: 'graph', value }] as const)
  const attributes = { ...node.attributes, ...Object.fromEntries(graphs) }
  return emit(scope, { ...node, attributes }, inputs, types.slice(0, node.outputs.length))
}

/** Scan outputs of a Loop have a fixed length only where its condition cannot end it early. */
function checkRunsToTheEnd(call: ControlFlowCall, body: StaticBody): void {
  const given = call.inputs[1]
  const begins = given === undefined || (given.constant !== undefined && firstNumber(given.constant) !== 0)
  const [condition] = body.outputs
  const goesOn =
    condition?.name === body.inputNames[1] ||
    (condition?.constant !== undefined && firstNumber(condition.constant) !== 0)
  if (begins && goesOn) return
  throw new SpecialiseError(
    'shape-not-supported',
    `${describeNode(call.node)}: its condition depends on the data, so that its outputs have no fixed shape.`,
  )
}

function checkTrips(call: ControlFlowCall, trips: number): void {
  const { tripCount: limit } = call.scope.build.limits
  if (trips <= limit) return
  throw new SpecialiseError(
    'compute-budget-exceeded',
    `${describeNode(call.node)} runs ${trips} times; ${limit} are allowed.`,
  )
}

function shapeCall(call: ControlFlowCall): Call {
  return {
    node: call.node,
    inputs: call.inputs.map((value) => value?.type),
    constants: call.inputs.map((value) => value?.constant),
    env: { opset: call.scope.build.opset },
  }
}

function typesOf(body: StaticBody): readonly TensorType[] {
  return body.outputs.map(({ type }) => type)
}
