import { graphAttribute } from '../attributes.ts'
import { namesReadBy } from '../captures.ts'
import type { Graph, Node } from '../graph.ts'
import { describeNode, SpecialiseError } from '../specialise-error.ts'
import { visitControlFlow } from './control-flow.ts'
import type { ControlFlowCall } from './control-flow-call.ts'
import type { Value } from './scope.ts'
import { stackedParts } from './sequences.ts'

/** A Loop at its visit, sequences among its carried values. */
type AppendingCall = Omit<ControlFlowCall, 'inputs'> & { readonly inputs: readonly (Value | undefined)[] }

/** What a body appends to one carried sequence. */
interface Append {
  /** The tensor appended in each iteration. */
  readonly item: string
  /** The nodes that pass the sequence on. */
  readonly nodes: readonly Node[]
}

/** Inputs of a Loop and of its body before the carried values: trip count or iteration, and condition. */
const leading = 2

/**
 * A Loop that carries sequences, each of which it appends one tensor to in every iteration, as TorchScript has it of
 * `ys.append(y)`: visited as the Loop that stacks these tensors as scan outputs. Returns the node's outputs. Throws a
 * SpecialiseError where the body does anything else to a sequence.
 */
export function visitAppendingLoop(call: AppendingCall): readonly (Value | undefined)[] {
  const { node, inputs } = call
  const body = graphAttribute(node, 'body')
  if (body === undefined) throw new SpecialiseError('malformed-model', `${describeNode(node)} has no body.`)
  const appends = new Map<number, Append>()
  for (const [place, value] of inputs.entries()) {
    if (value?.kind === 'sequence') appends.set(place, appendTo(node, body, place))
  }
  const isKept = (place: number) => !appends.has(place)
  const made = body.outputs.slice(1).map((_, index) => node.outputs[index] ?? '')
  const stacks = [...appends.keys()].map((place) => `${made[place - leading]}_stacked`)
  const stacking: Node = {
    ...node,
    inputs: node.inputs.filter((_, place) => isKept(place)),
    outputs: [...made.filter((_, index) => isKept(index + leading)), ...stacks],
    attributes: { ...node.attributes, body: { kind: 'graph', value: stackingBody(body, appends) } },
  }
  const tensors = inputs.flatMap((value) => (value?.kind === 'sequence' ? [] : [value]))
  const values = visitControlFlow({ ...call, node: stacking, inputs: tensors })
  const kept = values.slice(0, made.length - appends.size)
  const stacked = values.slice(made.length - appends.size)
  return made.map((_, index): Value | undefined => {
    const initial = inputs[index + leading]
    if (initial?.kind !== 'sequence') return kept.shift()
    const added = stacked.shift()
    if (added === undefined || (initial.items.length === 0 && initial.stacked === undefined)) {
      return { kind: 'sequence', items: [], stacked: added }
    }
    const start = { ...node, outputs: [`${added.name}_start`] }
    const parts = [stackedParts({ ...call, node: start, inputs: [initial] }, initial, 0), added]
    const concat = { opType: 'Concat', inputs: parts.map(({ name }) => name), outputs: [`${added.name}_all`] }
    const attributes = { axis: { kind: 'int', value: 0 } } as const
    return {
      kind: 'sequence',
      items: [],
      stacked: call.visit(call.scope, { ...node, ...concat, attributes }, parts)[0],
    }
  })
}

/** The body without the sequences, with what it appends among its scan outputs. */
function stackingBody(body: Graph, appends: ReadonlyMap<number, Append>): Graph {
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

/** What the body appends to the sequence at this place of its inputs, and by which nodes. */
function appendTo(node: Node, body: Graph, place: number): Append {
  const makers = new Map(body.nodes.flatMap((inner) => inner.outputs.map((name) => [name, inner] as const)))
  const nodes: Node[] = []
  const source = (name: string): string => {
    const maker = makers.get(name)
    if (maker?.opType !== 'Identity' || maker.domain !== '') return name
    nodes.push(maker)
    return source(maker.inputs[0] ?? '')
  }
  const given = body.inputs[place]?.name ?? ''
  const insert = makers.get(source(body.outputs[place - 1]?.name ?? ''))
  const [list = '', item = '', position = ''] = insert?.inputs ?? []
  const appends = insert?.opType === 'SequenceInsert' && insert.domain === '' && position === ''
  if (insert === undefined || !appends || source(list) !== given) refuse(node)
  nodes.push(insert)
  const names = new Set([given, ...nodes.flatMap(({ outputs }) => outputs)])
  const readers = body.nodes.filter((inner) => [...namesReadBy(inner)].some((name) => names.has(name)))
  const returned = body.outputs.filter(({ name }) => names.has(name))
  if (readers.some((inner) => !nodes.includes(inner)) || returned.length > 1) refuse(node)
  return { item, nodes }
}

function refuse(node: Node): never {
  const found = 'it does something else to a sequence than appending one tensor to it in each iteration'
  throw new SpecialiseError(
    'unsupported-operator',
    `${describeNode(node)}: ${found}. Export the model with tensors only.`,
  )
}
