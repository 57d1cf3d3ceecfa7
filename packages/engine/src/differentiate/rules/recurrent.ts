import type { Node } from '../../onnx/index.ts'
import { floatsAttribute } from '../../onnx/index.ts'
import { add, multiply, range, reshape, slice, subtract, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { bodyGraph } from '../clone-body.ts'
import { attribute, input, NoGradientRuleError, type RuleContext } from '../rule.ts'
import { throughExpansion } from './expansion.ts'
import { constantInput } from './structural.ts'

/** RNN, GRU and LSTM as Scans over time, one for each direction. Gate orders and equations: the ONNX specification. */

type Activation = (g: GraphBuilder, x: string) => string

/** One step: gates of the input, what the direction's weights are, the states before; the states after. */
type Cell = (step: {
  readonly g: GraphBuilder
  readonly gates: string
  readonly weights: Weights
  readonly states: readonly string[]
  readonly activations: readonly Activation[]
  readonly context: RuleContext
}) => readonly string[]

interface Weights {
  readonly hidden: number
  /** R^T, [H, gates · H]. */
  readonly recurrent: string
  /** The recurrent bias, [gates · H]; undefined where there is none. */
  readonly bias: string | undefined
  /** Peepholes [3 H]. */
  readonly peepholes: string | undefined
}

const part = (g: GraphBuilder, name: string, index: number, extent: number): string => {
  const axis = g.shapeOf(name).length - 1
  return slice(g, name, { axes: [axis], starts: [index * extent], ends: [(index + 1) * extent] })
}

function recurrentGates(g: GraphBuilder, h: string, { recurrent, bias }: Weights): string {
  const product = g.emit('MatMul', [h, recurrent])
  return bias === undefined ? product : add(g, product, bias)
}

const identity: Activation = (_, x) => x

const rnnCell: Cell = ({ g, gates, weights, states: [h = ''], activations: [f = identity] }) => [
  f(g, add(g, gates, recurrentGates(g, h, weights))),
]

/** z, r, h; with linear_before_reset the reset gate acts behind the recurrent product. */
const gruCell: Cell = ({ g, gates, weights, states: [h = ''], activations: [f = identity, k = identity], context }) => {
  const { hidden, recurrent, bias } = weights
  const gate = (index: number) => part(g, gates, index, hidden)
  const columns = (index: number): Weights => ({
    ...weights,
    recurrent: part(g, recurrent, index, hidden),
    bias: bias === undefined ? undefined : part(g, bias, index, hidden),
  })
  const z = f(g, add(g, gate(0), recurrentGates(g, h, columns(0))))
  const r = f(g, add(g, gate(1), recurrentGates(g, h, columns(1))))
  const isLate = attribute.int(context, 'linear_before_reset', 0) !== 0
  const fresh = isLate
    ? multiply(g, r, recurrentGates(g, h, columns(2)))
    : recurrentGates(g, multiply(g, r, h), columns(2))
  const candidate = k(g, add(g, gate(2), fresh))
  return [add(g, candidate, multiply(g, z, subtract(g, h, candidate)))]
}

/** i, o, f, c with peepholes. */
const lstmCell: Cell = ({ g, gates, weights, states: [h = '', c = ''], activations, context }) => {
  const [f = identity, k = identity, last = identity] = activations
  const { hidden, peepholes } = weights
  const total = add(g, gates, recurrentGates(g, h, weights))
  const gate = (index: number, state: string, peephole: number) => {
    const own = part(g, total, index, hidden)
    return peepholes === undefined ? own : add(g, own, multiply(g, part(g, peepholes, peephole, hidden), state))
  }
  const enter = f(g, gate(0, c, 0))
  const isCoupled = attribute.int(context, 'input_forget', 0) !== 0
  const forget = isCoupled ? subtract(g, g.scalar(1), enter) : f(g, gate(2, c, 2))
  const next = add(g, multiply(g, forget, c), multiply(g, enter, k(g, part(g, total, 3, hidden))))
  return [multiply(g, f(g, gate(1, next, 1)), last(g, next)), next]
}

const operators: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softsign: 'Softsign',
  tanh: 'Tanh',
}

function refuse(context: RuleContext, reason: string): never {
  throw new NoGradientRuleError({ node: context.node, opset: context.graph.opset, reason })
}

/** The functions of one direction, each behind the clip that the node may ask for. */
function activationsOf(context: RuleContext, direction: number, defaults: readonly string[]): Activation[] {
  const { node } = context
  const listed = node.attributes['activations']
  const given = listed?.kind === 'strings' && listed.value.length > 0 ? listed.value : undefined
  const count = defaults.length
  const names = (given?.slice(direction * count, (direction + 1) * count) ?? defaults).map((name) => name.toLowerCase())
  if (
    floatsAttribute(node, 'activation_alpha') !== undefined ||
    names.some((name) => !Object.hasOwn(operators, name))
  ) {
    refuse(context, `its activations ${names.join(', ')} are not supported with parameters`)
  }
  const bound = attribute.float(context, 'clip', 0)
  return names.map((name, index) => (g, x) => {
    // The clip bounds what enters the gates, not LSTM's cell state.
    const isBounded = bound > 0 && index < 2
    const entered = isBounded ? g.emit('Clip', [x, g.scalar(-bound), g.scalar(bound)]) : x
    return g.emit(operators[name] ?? 'Tanh', [entered])
  })
}

/** The direction's slice of a tensor whose first axis counts directions. */
function ofDirection(g: GraphBuilder, name: string, direction: number): string | undefined {
  if (name === '') return undefined
  const cut = slice(g, name, { axes: [0], starts: [direction], ends: [direction + 1] })
  return reshape(g, cut, g.shapeOf(name).slice(1))
}

interface Form {
  readonly gates: number
  readonly stateCount: number
  readonly activations: readonly string[]
  readonly cell: Cell
}

/** One direction: the stacked states [T, N, H] and the last of each state [N, H]. */
function direct(context: RuleContext, form: Form, request: { x: string; direction: number; hidden: number }) {
  const { graph: g, x: inputs } = context
  const { x, direction, hidden } = request
  const [, w = '', r = '', b = '', , h0 = '', c0 = '', p = ''] = inputs
  const turned = (name: string) => transpose(g, ofDirection(g, name, direction) ?? '', [1, 0])
  const biases = ofDirection(g, b, direction)
  const count = form.gates
  const product = g.emit('MatMul', [x, turned(w)])
  const gates = biases === undefined ? product : add(g, product, part(g, biases, 0, count * hidden))
  const weights: Weights = {
    hidden,
    recurrent: turned(r),
    bias: biases === undefined ? undefined : part(g, biases, 1, count * hidden),
    peepholes: ofDirection(g, p, direction),
  }
  const [length = 0, batch = 1] = g.shapeOf(x)
  const initial = [h0, c0].slice(0, form.stateCount).map((name) => {
    return ofDirection(g, name, direction) ?? g.filled([batch, hidden], 0)
  })
  const inner = g.nested()
  const declared = [
    ...initial.map((name) => g.typeOf(name)),
    { ...g.typeOf(gates), shape: [batch, count * hidden] },
  ].map((type) => inner.declare('step', type))
  const states = declared.slice(0, -1)
  const next = form.cell({
    g: inner,
    gates: declared.at(-1) ?? '',
    weights,
    states,
    activations: activationsOf(context, direction, form.activations),
    context,
  })
  const outputs = [...next, next[0] ?? ''].map((name) => inner.emit('Identity', [name]))
  const body = bodyGraph(inner, g.freshName('cell'), declared, outputs)
  const isBackward = attribute.string(context, 'direction', 'forward') === 'reverse' || direction === 1
  const turn = { kind: 'ints', value: [isBackward ? 1 : 0] } as const
  const results = [...initial.map((name) => g.declare('state', g.typeOf(name)))]
  const stacked = g.declare('states', { dataType: 'float32', shape: [length, batch, hidden] })
  const scan: Node = {
    opType: 'Scan',
    domain: '',
    name: g.freshName('Scan'),
    inputs: [...initial, gates],
    outputs: [...results, stacked],
    attributes: {
      body: { kind: 'graph', value: body },
      num_scan_inputs: { kind: 'int', value: 1 },
      scan_input_directions: turn,
      scan_output_directions: turn,
    },
  }
  g.append(
    scan,
    scan.outputs.map((name) => g.typeOf(name)),
  )
  return { stacked, last: results }
}

const recurrent = (form: Form) =>
  throughExpansion((context) => {
    const { graph: g } = context
    const lengths = context.x[4] ?? ''
    const steps = g.shapeOf(input(context, 0))[0] ?? 0
    if (lengths !== '' && constantInput(context, 4).some((length) => length !== steps)) {
      refuse(context, 'its sequences are of different lengths')
    }
    const isBatchFirst = attribute.int(context, 'layout', 0) === 1
    if (isBatchFirst) refuse(context, 'its layout is batch-first, which ONNX Runtime does not run on the CPU')
    const x = input(context, 0)
    const hidden = g.shapeOf(input(context, 2))[2] ?? 0
    const directions = g.shapeOf(input(context, 1))[0] ?? 1
    const parts = range(directions).map((direction) => direct(context, form, { x, direction, hidden }))
    const [length = 0, batch = 1] = g.shapeOf(x)
    const along = (names: readonly string[], axis: number, extents: readonly number[]) => {
      const single = names.map((name) => reshape(g, name, extents))
      return single.length === 1 ? (single[0] ?? '') : g.emit('Concat', single, { axis })
    }
    const y = along(
      parts.map(({ stacked }) => stacked),
      1,
      [length, 1, batch, hidden],
    )
    const lasts = range(form.stateCount).map((index) =>
      along(
        parts.map(({ last }) => last[index] ?? ''),
        0,
        [1, batch, hidden],
      ),
    )
    return [y, ...lasts]
  })

export const rnn = recurrent({ gates: 1, stateCount: 1, activations: ['Tanh'], cell: rnnCell })
export const gru = recurrent({ gates: 3, stateCount: 1, activations: ['Sigmoid', 'Tanh'], cell: gruCell })
export const lstm = recurrent({ gates: 4, stateCount: 2, activations: ['Sigmoid', 'Tanh', 'Tanh'], cell: lstmCell })
