import { byteSize, sizeOf } from '../../tensor/index.ts'
import type { ConstantTensor, Node, TensorType } from '../graph.ts'
import type { NameSource } from '../name-source.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import type { SpecialiseLimits } from './limits.ts'

/** A tensor under the name it has in the static graph; `constant` where its elements are known. */
export interface TensorValue {
  readonly kind: 'tensor'
  readonly name: string
  readonly type: TensorType
  readonly constant?: ConstantTensor | undefined
}

/** A sequence whose length and parts are known while the model is made static; none is left afterwards. */
export interface SequenceValue {
  readonly kind: 'sequence'
  readonly items: readonly TensorValue[]
  /** The parts along the first axis of one tensor, as a Loop stacks what it appends; `items` is empty then. */
  readonly stacked?: TensorValue | undefined
}

export type Value = TensorValue | SequenceValue

/** The static graph under construction, shared by all its scopes. */
export interface Build {
  readonly opset: number
  readonly limits: SpecialiseLimits
  readonly names: NameSource
  /** Names of nodes, which ONNX Runtime wants to be unique: an unrolled body's occur once an iteration. */
  readonly nodeNames: NameSource
  /** Names of the graph's outputs, which only the nodes of the outermost scope may give, and those given already. */
  readonly outputNames: ReadonlySet<string>
  readonly givenOutputNames: Set<string>
  readonly types: Map<string, TensorType>
  /** Constants of every scope; all of them become initializers of the outermost graph. */
  readonly initializers: Map<string, ConstantTensor>
  visitedNodes: number
  foldedElements: number
}

/** One scope of names: the model's graph, a body, or an inlined branch that emits into its parent's nodes. */
export interface Scope {
  readonly build: Build
  readonly parent: Scope | undefined
  readonly values: Map<string, Value>
  /** Where the nodes go. */
  readonly nodes: Node[]
  /** Names that `nodes` make. */
  readonly produced: Set<string>
}

/** A scope within `parent`; `inline` ones emit into the parent's nodes. */
export function childScope(parent: Scope, how: 'inline' | 'body'): Scope {
  const { build } = parent
  const target = how === 'inline' ? parent : { nodes: [], produced: new Set<string>() }
  return { build, parent, values: new Map(), nodes: target.nodes, produced: target.produced }
}

/** The value that a name stands for in the scope or an outer one. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const value = at.values.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** Gives a name its value; a second value for a name is refused. */
export function bind(scope: Scope, name: string, value: Value): void {
  if (name === '') return
  if (scope.values.has(name)) {
    throw new SpecialiseError('malformed-model', `Value ${name} is made twice. Each value must have one maker.`)
  }
  scope.values.set(name, value)
}

/** A name that no scope has taken and that is no output's. */
export function uniqueName(scope: Scope, hint: string): string {
  return scope.build.names.take(hint === '' ? 'value' : hint)
}

/** The same for what a node makes: in the outermost scope an output may be called by its own name. */
function nameOfMade(scope: Scope, original: string): string {
  const { outputNames, givenOutputNames } = scope.build
  const mayKeep = scope.parent === undefined && outputNames.has(original) && !givenOutputNames.has(original)
  if (!mayKeep) return uniqueName(scope, original)
  givenOutputNames.add(original)
  return original
}

/** A known value; it costs nothing until a node reads it. */
export function constantValue(scope: Scope, hint: string, constant: ConstantTensor): TensorValue {
  const type = { dataType: constant.dataType, shape: constant.shape }
  return { kind: 'tensor', name: uniqueName(scope, hint), type, constant }
}

/** The name by which a node may read the value; makes a constant an initializer. */
export function readName(scope: Scope, value: TensorValue | undefined): string {
  if (value === undefined) return ''
  if (value.constant !== undefined) {
    scope.build.initializers.set(value.name, value.constant)
    scope.build.types.set(value.name, value.type)
  }
  return value.name
}

/** Emits the node with these inputs and returns its outputs as values, under unique names. */
export function emit(
  scope: Scope,
  node: Node,
  inputs: readonly (TensorValue | undefined)[],
  types: readonly TensorType[],
): readonly TensorValue[] {
  const values = types.map((type, index): TensorValue => {
    const original = node.outputs[index] ?? ''
    return { kind: 'tensor', name: original === '' ? '' : nameOfMade(scope, original), type }
  })
  for (const { name, type } of values) {
    if (name === '') continue
    scope.build.types.set(name, type)
    scope.produced.add(name)
  }
  scope.nodes.push({
    ...node,
    name: node.name === '' ? '' : scope.build.nodeNames.take(node.name),
    inputs: inputs.map((input) => readName(scope, input)),
    outputs: values.map(({ name }) => name),
  })
  return values
}

/** Refuses a tensor above the byte limit; nothing of its size has been allocated yet. */
export function checkSize(scope: Scope, node: Node, type: TensorType): void {
  checkBytes(describeNode(node), type, scope.build.limits)
}

/** The same for a tensor that no node makes; `maker` begins the message. */
export function checkBytes(maker: string, type: TensorType, { tensorBytes }: SpecialiseLimits): void {
  const bytes = byteSize(type.dataType, sizeOf(type.shape))
  if (bytes <= tensorBytes) return
  throw new SpecialiseError(
    'memory-budget-exceeded',
    `${maker} makes a tensor of shape [${type.shape.join(', ')}], ${bytes} bytes; ` +
      `${tensorBytes} are allowed. Use a smaller window.`,
  )
}
