import { normaliseAxis } from '../../tensor/index.ts'
import { intAttribute } from '../attributes.ts'
import { constantTensor, numberValues } from '../constants.ts'
import { firstNumber } from '../first-number.ts'
import type { Node } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { bind, constantValue, type Scope, type SequenceValue, type TensorValue, type Value } from './scope.ts'

/** Visits a node of tensors and returns its outputs. */
export type VisitTensors = (
  scope: Scope,
  node: Node,
  inputs: readonly (TensorValue | undefined)[],
) => readonly TensorValue[]

/** Parts of one sequence above which it is refused. */
const partCap = 65_536

type SequenceRule = (call: SequenceCall) => Value

/** A node that reads or makes a sequence, at its visit. */
export interface SequenceCall {
  readonly scope: Scope
  readonly node: Node
  readonly inputs: readonly (Value | undefined)[]
  readonly visit: VisitTensors
}

/** Operators on sequences that can be followed while the model is made static. */
export const sequenceRules: Readonly<Record<string, SequenceRule>> = {
  SequenceEmpty: () => ({ kind: 'sequence', items: [] }),
  SequenceConstruct: (call) => ({ kind: 'sequence', items: call.inputs.map((_, index) => tensor(call, index)) }),
  SequenceAt: elementAt,
  SequenceLength: (call) => {
    const { items, stacked } = sequence(call, 0)
    const count = constantTensor('int64', [], [stacked?.type.shape[0] ?? items.length])
    return constantValue(call.scope, call.node.outputs[0] ?? '', count)
  },
  SequenceInsert: (call) => {
    const items = itemsOf(call, sequence(call, 0))
    const given = call.inputs[2] === undefined ? items.length : constantScalar(call, 2)
    const place = given < 0 ? given + items.length : given
    return { kind: 'sequence', items: items.toSpliced(place, 0, tensor(call, 1)) }
  },
  SequenceErase: (call) => {
    const items = itemsOf(call, sequence(call, 0))
    const place = call.inputs[1] === undefined ? items.length - 1 : constantScalar(call, 1)
    return { kind: 'sequence', items: items.toSpliced(normaliseAxis(place, items.length), 1) }
  },
  ConcatFromSequence: concatenate,
  SplitToSequence: split,
}

/** Binds the output of a sequence operator; the sequence exists only while the model is made static. */
export function visitSequenceNode(call: SequenceCall): void {
  const rule = sequenceRules[call.node.opType]
  if (rule === undefined) return refuse(call, 'sequences are supported only where their parts are known.')
  bind(call.scope, call.node.outputs[0] ?? '', rule(call))
}

function concatenate(call: SequenceCall): Value {
  const list = sequence(call, 0)
  const axis = intAttribute(call.node, 'axis', 0)
  if (intAttribute(call.node, 'new_axis', 0) === 1) return stackedParts(call, list, axis)
  return list.stacked === undefined ? joined(call, list.items, axis) : joinedSlices(call, list.stacked, axis)
}

/** The parts of a sequence along a new axis of one tensor. They must have one shape. */
export function stackedParts(call: SequenceCall, { items, stacked }: SequenceValue, axis: number): TensorValue {
  if (stacked === undefined)
    return joined(
      call,
      items.map((item) => unsqueezed(call, item, axis)),
      axis,
    )
  const rank = stacked.type.shape.length
  const order = Array.from({ length: rank - 1 }, (_, index) => index + 1)
  return transposed(call, stacked, order.toSpliced(normaliseAxis(axis, rank), 0, 0))
}

/** The tensors one after another along an axis. */
export function joined(call: SequenceCall, parts: readonly TensorValue[], axis: number): TensorValue {
  const attributes = { axis: { kind: 'int', value: axis } } as const
  const concat = { ...call.node, opType: 'Concat', inputs: parts.map(({ name }) => name), attributes }
  return call.visit(call.scope, concat, parts)[0] ?? refuse(call, 'it joins nothing.')
}

/** The slices along the first axis one after another along an axis that they have. */
export function joinedSlices(call: SequenceCall, stacked: TensorValue, axis: number): TensorValue {
  const [count = 0, ...extents] = stacked.type.shape
  const at = normaliseAxis(axis, extents.length)
  const inOrder = stackedParts(call, { kind: 'sequence', items: [], stacked }, at)
  const shape = extents.with(at, count * (extents[at] ?? 0))
  const target = constantValue(call.scope, `${stacked.name}_shape`, constantTensor('int64', [shape.length], shape))
  const reshape = { ...call.node, opType: 'Reshape', inputs: [inOrder.name, target.name], attributes: {} }
  return call.visit(call.scope, reshape, [inOrder, target])[0] ?? refuse(call, 'it joins nothing.')
}

function transposed(call: SequenceCall, x: TensorValue, perm: readonly number[]): TensorValue {
  const attributes = { perm: { kind: 'ints', value: perm } } as const
  const transpose = { ...call.node, opType: 'Transpose', inputs: [x.name], outputs: [`${x.name}_moved`], attributes }
  return call.visit(call.scope, transpose, [x])[0] ?? refuse(call, 'it joins nothing.')
}

/** One part; where the data choose which, or a Loop has stacked them, out of the tensor of all. */
function elementAt(call: SequenceCall): Value {
  const list = sequence(call, 0)
  const index = tensor(call, 1)
  const count = list.stacked?.type.shape[0] ?? list.items.length
  if (index.constant !== undefined) {
    const place = firstNumber(index.constant) ?? 0
    if (place < -count || place >= count) return refuse(call, 'its index is outside.')
    const item = list.items[normaliseAxis(place, count)]
    if (item !== undefined) return item
  }
  const stack = stackedParts({ ...call, node: { ...call.node, outputs: [`${list.items[0]?.name}_stack`] } }, list, 0)
  const attributes = { axis: { kind: 'int', value: 0 } } as const
  const gather = { ...call.node, opType: 'Gather', inputs: [stack.name, index.name], attributes }
  return call.visit(call.scope, gather, [stack, index])[0] ?? refuse(call, 'it takes nothing.')
}

/** The parts as tensors of their own. */
function itemsOf(call: SequenceCall, { items, stacked }: SequenceValue): readonly TensorValue[] {
  if (stacked === undefined) return items
  const count = stacked.type.shape[0] ?? 0
  if (count > partCap) return refuse(call, `it has ${count} parts; ${partCap} are allowed.`)
  return slicesOf(call, stacked, new Array<number>(count).fill(1)).map((item) => reshaped(call, item, 'Squeeze', 0))
}

function split(call: SequenceCall): Value {
  const x = tensor(call, 0)
  const axis = normaliseAxis(intAttribute(call.node, 'axis', 0), x.type.shape.length)
  const size = x.type.shape[axis] ?? 0
  const given = call.inputs[1]
  const items = slicesOf(call, x, partLengths(call, size), axis)
  if (given !== undefined || intAttribute(call.node, 'keepdims', 1) === 1) return { kind: 'sequence', items }
  return { kind: 'sequence', items: items.map((item) => reshaped(call, item, 'Squeeze', axis)) }
}

/** Slices of these lengths, one after another along the axis. */
function slicesOf(call: SequenceCall, x: TensorValue, lengths: readonly number[], axis = 0): readonly TensorValue[] {
  const partName = call.node.outputs[0] ?? 'part'
  const parts = constantValue(call.scope, `${partName}_lengths`, constantTensor('int64', [lengths.length], lengths))
  const node: Node = {
    ...call.node,
    opType: 'Split',
    inputs: [x.name, parts.name],
    outputs: lengths.map((_, index) => `${partName}_part_${index}`),
    attributes: { axis: { kind: 'int', value: axis } },
  }
  return call.visit(call.scope, node, [x, parts])
}

function partLengths(call: SequenceCall, size: number): readonly number[] {
  const given = call.inputs[1] === undefined ? undefined : tensor(call, 1)
  if (given !== undefined && given.constant === undefined) return refuse(call, 'its lengths depend on the data.')
  const [listed] = given?.type.shape ?? []
  const chunk = given?.constant === undefined ? 1 : Math.max(1, firstNumber(given.constant) ?? 1)
  const count = listed ?? Math.ceil(size / chunk)
  if (count > partCap) return refuse(call, `it makes ${count} parts; ${partCap} are allowed.`)
  if (listed !== undefined && given?.constant !== undefined) return numberValues(given.constant)
  return Array.from({ length: count }, (_, index) => Math.min(chunk, size - index * chunk))
}

function unsqueezed(call: SequenceCall, item: TensorValue, axis: number): TensorValue {
  return reshaped(call, item, 'Unsqueeze', axis)
}

function reshaped(call: SequenceCall, item: TensorValue, opType: string, axis: number): TensorValue {
  const axes = constantValue(call.scope, `${item.name}_axes`, constantTensor('int64', [1], [axis]))
  const outputs = [`${item.name}_${opType.toLowerCase()}d`]
  const node = { ...call.node, opType, inputs: [item.name, axes.name], outputs, attributes: {} }
  return call.visit(call.scope, node, [item, axes])[0] ?? refuse(call, `${opType} made nothing.`)
}

function sequence(call: SequenceCall, index: number): SequenceValue {
  const value = call.inputs[index]
  return value?.kind === 'sequence' ? value : refuse(call, `input ${index} is no sequence.`)
}

function tensor(call: SequenceCall, index: number): TensorValue {
  const value = call.inputs[index]
  return value?.kind === 'tensor' ? value : refuse(call, `input ${index} is no tensor.`)
}

function constantScalar(call: SequenceCall, index: number): number {
  const { constant } = tensor(call, index)
  if (constant === undefined) return refuse(call, `its position (input ${index}) depends on the data.`)
  return firstNumber(constant) ?? 0
}

function refuse(call: SequenceCall, reason: string): never {
  const advice = 'Export the model with tensors only.'
  throw new SpecialiseError('unsupported-operator', `${describeNode(call.node)}: ${reason} ${advice}`)
}
