import { intAttribute } from '../attributes.ts'
import { namesReadBy } from '../captures.ts'
import type { Graph, Node } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { visitControlFlow } from './control-flow.ts'
import { bodyAttribute, type ControlFlowCall } from './control-flow-call.ts'
import type { SequenceValue, TensorValue, Value } from './scope.ts'
import { joined, joinedSlices, stackedParts } from './sequences.ts'

/** A Loop at its visit, sequences perhaps among its carried values. */
type AppendingCall = Omit<ControlFlowCall, 'inputs'> & { readonly inputs: readonly (Value | undefined)[] }

/** What a body appends to one carried value. */
interface Append {
  /** The tensor appended in each iteration. */
  readonly item: string
  /** The nodes that pass the carried value on. */
  readonly nodes: readonly Node[]
  /** The axis of a tensor that grows; undefined for a sequence. */
  readonly axis?: number
}

/** Appends by the place of the carried value among the Loop's inputs. */
type Appends = ReadonlyMap<number, Append>

/** Inputs of a Loop and of its body before the carried values: trip count or iteration, and condition. */
const leading = 2

/**
 * A Loop that carries sequences, each of which it appends one tensor to in every iteration, as TorchScript has it of
 * `ys.append(y)`: visited as the Loop that stacks these tensors as scan outputs. Returns the node's outputs. Throws a
 * SpecialiseError where the body does anything else to a sequence.
 */
export function visitAppendingLoop(call: AppendingCall): readonly (Value | undefined)[] {
  const body = bodyAttribute(call, 'body')
  const appends = new Map<number, Append>()
  for (const [place, value] of call.inputs.entries()) {
    if (value?.kind === 'sequence') appends.set(place, appended(body, place, insertion) ?? refuse(call.node))
  }
  return visitStacking(call, appends)
}

/**
 * A Loop that carries tensors, each of which it makes longer by one tensor in every iteration, as in
 * `y = torch.cat([y, next])`: visited as the Loop that stacks these tensors as scan outputs. Undefined where it carries
 * none.
 */
export function visitGrowingLoop(call: AppendingCall): readonly (Value | undefined)[] | undefined {
  const body = bodyAttribute(call, 'body')
  const appends = new Map<number, Append>()
  for (const [place, value] of call.inputs.entries()) {
    const append = place < leading || value?.kind !== 'tensor' ? undefined : appended(body, place, concatenation)
    if (append !== undefined) appends.set(place, append)
  }
  return appends.size === 0 ? undefined : visitStacking(call, appends)
}

function visitStacking(call: AppendingCall, appends: Appends): readonly (Value | undefined)[] {
  const { node, inputs } = call
  const body = bodyAttribute(call, 'body')
  const isKept = (place: number) => !appends.has(place)
  const made = body.outputs.slice(1).map((_, index) => node.outputs[index] ?? '')
  const stacks = [...appends.keys()].map((place) => `${made[place - leading]}_stacked`)
  const stacking: Node = {
    ...node,
    inputs: node.inputs.filter((_, place) => isKept(place)),
    outputs: [...made.filter((_, index) => isKept(index + leading)), ...stacks],
    attributes: { ...node.attributes, body: { kind: 'graph', value: stackingBody(body, appends) } },
  }
  const tensors = inputs.flatMap((value, place) => (isKept(place) && value?.kind !== 'sequence' ? [value] : []))
  const values = visitControlFlow({ ...call, node: stacking, inputs: tensors })
  const kept = values.slice(0, made.length - appends.size)
  const stacked = values.slice(made.length - appends.size)
  return made.map((name, index): Value | undefined => {
    const append = appends.get(index + leading)
    if (append === undefined) return kept.shift()
    const [initial, added] = [inputs[index + leading], stacked.shift()]
    if (initial === undefined || added === undefined) return undefined
    const last = { ...call, node: { ...node, outputs: [`${name}_joined`] } }
    return initial.kind === 'sequence'
      ? longer(last, initial, added)
      : grown(last, initial, { added, axis: append.axis })
  })
}

/** The sequence with the slices of a stack behind its parts. */
function longer(call: AppendingCall, initial: SequenceValue, stacked: TensorValue): SequenceValue {
  if (initial.items.length === 0 && initial.stacked === undefined) return { kind: 'sequence', items: [], stacked }
  const all = joined(call, [stackedParts(call, initial, 0), stacked], 0)
  return { kind: 'sequence', items: [], stacked: all }
}

/** The tensor with the slices of a stack behind it. */
function grown(
  call: AppendingCall,
  initial: TensorValue,
  { added, axis = 0 }: { readonly added: TensorValue; readonly axis: number | undefined },
): TensorValue {
  const slices = joinedSlices(call, added, axis)
  return initial.type.shape.includes(0) ? slices : joined(call, [initial, slices], axis)
}

/** The body without what it appends to, with what it appends among its scan outputs. */
function stackingBody(body: Graph, appends: Appends): Graph {
  const gone = new Set([...appends.values()].flatMap(({ nodes }) => nodes))
  const items = [...appends.values()].map(({ item: name }) => {
    return { name, kind: 'tensor', dataType: undefined, shape: undefined } as const
  })
  return {
    ...body,
    inputs: body.inputs.filter((_, place) => !appends.has(place)),
    outputs: [...body.outputs.filter((_, index) => !appends.has(index + 1)), ...items],
    nodes: body.nodes.filter((inner) => !gone.has(inner)),
  }
}

/** A node that appends: to which value, which tensor, along which axis. */
type Appending = (node: Node) => { readonly to: string; readonly item: string; readonly axis?: number } | undefined

const insertion: Appending = ({ opType, domain, inputs: [to = '', item = '', position = ''] }) =>
  opType === 'SequenceInsert' && domain === '' && position === '' ? { to, item } : undefined

const concatenation: Appending = (node) => {
  const [to = '', item = '', ...others] = node.inputs
  const isPair = node.opType === 'Concat' && node.domain === '' && item !== '' && item !== to && others.length === 0
  return isPair ? { to, item, axis: intAttribute(node, 'axis', 0) } : undefined
}

/** What the body appends to the value at this place of its inputs; undefined where it does anything else with it. */
function appended(body: Graph, place: number, appending: Appending): Append | undefined {
  const makers = new Map(body.nodes.flatMap((inner) => inner.outputs.map((name) => [name, inner] as const)))
  const nodes: Node[] = []
  const source = (name: string): string => {
    let current = name
    for (let maker = makers.get(current); isIdentity(maker) && !nodes.includes(maker); maker = makers.get(current)) {
      nodes.push(maker)
      current = maker.inputs[0] ?? ''
    }
    return current
  }
  const given = body.inputs[place]?.name ?? ''
  const last = makers.get(source(body.outputs[place - 1]?.name ?? ''))
  const append = last === undefined ? undefined : appending(last)
  if (last === undefined || append === undefined || source(append.to) !== given) return undefined
  nodes.push(last)
  const names = new Set([given, ...nodes.flatMap(({ outputs }) => outputs)])
  const readers = body.nodes.filter((inner) => [...namesReadBy(inner)].some((name) => names.has(name)))
  const returned = body.outputs.filter(({ name }) => names.has(name))
  if (readers.some((inner) => !nodes.includes(inner)) || returned.length > 1) return undefined
  return { item: append.item, nodes, ...(append.axis === undefined ? {} : { axis: append.axis }) }
}

const isIdentity = (node: Node | undefined): node is Node => node?.opType === 'Identity' && node.domain === ''

function refuse(node: Node): never {
  const found = 'it does something else to a sequence than appending one tensor to it in each iteration'
  throw new SpecialiseError(
    'unsupported-operator',
    `${describeNode(node)}: ${found}. Export the model with tensors only.`,
  )
}
