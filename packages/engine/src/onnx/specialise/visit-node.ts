import { dataTypeCodes, sizeOf } from '../../tensor/index.ts'
import { tensorAttribute } from '../attributes.ts'
import { firstNumber } from '../first-number.ts'
import { foldElementCap, foldNode, foldsFromTypes } from '../fold/index.ts'
import type { ConstantTensor, Graph, Node, TensorType } from '../graph.ts'
import { inferNode } from '../shapes/index.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { isAlias } from './aliases.ts'
import { visitAppendingLoop, visitGrowingLoop } from './appending-loop.ts'
import { visitControlFlow } from './control-flow.ts'
import { withExplicitPads } from './explicit-pads.ts'
import { loweredConstant, loweredNode } from './float32.ts'
import { bind, checkSize, constantValue, emit, lookUp, type Scope, type TensorValue, type Value } from './scope.ts'
import { sequenceRules, visitSequenceNode } from './sequences.ts'
import { sortNodes } from './sort-nodes.ts'
import { unrollCap } from './unroll-loop.ts'

const controlFlow = new Set(['If', 'Loop', 'Scan'])

/** Visits a graph's initializers and nodes in topological order; its inputs are bound already. */
export function visitGraph(scope: Scope, graph: Graph): void {
  for (const [name, constant] of graph.initializers) {
    if (!scope.values.has(name)) bind(scope, name, constantValue(scope, name, loweredConstant(constant)))
  }
  for (const node of sortNodes(graph.nodes)) visitNode(scope, node)
}

function visitNode(scope: Scope, node: Node): void {
  try {
    visitKnownNode(scope, node)
  } catch (error) {
    // Operands that fit neither each other nor the attributes: the file's fault, found while folding.
    if (error instanceof RangeError)
      throw new SpecialiseError('malformed-model', `${describeNode(node)}: ${error.message}`)
    throw error
  }
}

function visitKnownNode(scope: Scope, node: Node): void {
  const { build } = scope
  if (++build.visitedNodes > build.limits.visitedNodes) {
    throw new SpecialiseError('compute-budget-exceeded', `${describeNode(node)}: the model has too many nodes.`)
  }
  const inputs = node.inputs.map((name) => valueOf(scope, node, name))
  if (node.domain === '' && Object.hasOwn(sequenceRules, node.opType)) {
    return visitSequenceNode({ scope, node, inputs, visit: visitTensors })
  }
  if (node.opType === 'Identity' && inputs[0]?.kind === 'sequence') return bind(scope, node.outputs[0] ?? '', inputs[0])
  const outputs = visitedOutputs(scope, node, inputs)
  for (const [index, name] of node.outputs.entries()) {
    const value = outputs[index]
    if (value !== undefined) bind(scope, name, value)
  }
}

function visitedOutputs(
  scope: Scope,
  node: Node,
  inputs: readonly (Value | undefined)[],
): readonly (Value | undefined)[] {
  const isControlFlow = node.domain === '' && controlFlow.has(node.opType)
  const call = { scope, node, inputs, visitGraph, visit: visitTensors }
  if (isControlFlow && node.opType === 'Loop') {
    if (inputs.some((value) => value?.kind === 'sequence')) return visitAppendingLoop(call)
    const [trips] = inputs
    const isLong = trips?.kind === 'tensor' && trips.constant && (firstNumber(trips.constant) ?? 0) > unrollCap
    const outputs = isLong ? visitGrowingLoop(call) : undefined
    if (outputs !== undefined) return outputs
  }
  const tensors = inputs.map((value) => asTensor(node, value))
  return isControlFlow ? visitControlFlow({ ...call, inputs: tensors }) : visitTensors(scope, node, tensors)
}

/** Infers one node of tensors; folds it, takes it for an alias of its input, or emits it. */
function visitTensors(
  scope: Scope,
  given: Node,
  operands: readonly (TensorValue | undefined)[],
): readonly TensorValue[] {
  const node = loweredNode(withKnownCast(given, operands))
  const inputs = operands.slice(0, node.inputs.length)
  const constant = node.opType === 'Constant' && node.domain === '' ? tensorAttribute(node, 'value') : undefined
  if (constant !== undefined) return [constantValue(scope, node.outputs[0] ?? '', constant)]
  const inputTypes = inputs.map((value) => value?.type)
  const constants = inputs.map((value) => value?.constant)
  const types = inferNode(node, inputTypes, constants, { opset: scope.build.opset })
  for (const type of types) checkSize(scope, node, type)
  const folded = mayFold(scope, foldsFromTypes.has(node.opType) ? [] : constants, types)
    ? foldNode(node, inputTypes, constants, types)
    : undefined
  if (folded !== undefined) return folded.map((value, index) => constantValue(scope, node.outputs[index] ?? '', value))
  const [first] = inputs
  if (first !== undefined && isAlias(node, first.type, types[0])) return [first]
  return emit(scope, withExplicitPads(node, inputTypes), inputs, types)
}

/** CastLike is the Cast that its second input's type makes of it. */
function withKnownCast(node: Node, inputs: readonly (TensorValue | undefined)[]): Node {
  const like = inputs[1]
  if (node.opType !== 'CastLike' || node.domain !== '' || like === undefined) return node
  const to = { kind: 'int', value: dataTypeCodes[like.type.dataType] } as const
  return { ...node, opType: 'Cast', inputs: node.inputs.slice(0, 1), attributes: { ...node.attributes, to } }
}

function mayFold(
  scope: Scope,
  constants: readonly (ConstantTensor | undefined)[],
  types: readonly TensorType[],
): boolean {
  const { build } = scope
  const sizes = [...constants, ...types].map((type) => (type === undefined ? 0 : sizeOf(type.shape)))
  if (sizes.some((size) => size > foldElementCap)) return false
  const elements = sizes.reduce((sum, size) => sum + size, 0)
  if (build.foldedElements + elements > build.limits.foldedElements) return false
  build.foldedElements += elements
  return true
}

function valueOf(scope: Scope, node: Node, name: string): Value | undefined {
  if (name === '') return undefined
  const value = lookUp(scope, name)
  if (value !== undefined) return value
  throw new SpecialiseError('malformed-model', `${describeNode(node)} reads ${name}, which nothing makes.`)
}

function asTensor(node: Node, value: Value | undefined): TensorValue | undefined {
  if (value?.kind !== 'sequence') return value
  throw new SpecialiseError(
    'unsupported-operator',
    `${describeNode(node)}: it reads a sequence; only tensors are known.`,
  )
}
