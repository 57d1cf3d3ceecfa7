import { type Attribute, constantTensor, type Graph, type StaticGraph, type TensorType } from '../../onnx/index.ts'
import { GraphBuilder } from '../../build/index.ts'
import { bodyGraph } from '../clone-body.ts'
import { emptyGraph } from './static-graph.ts'

const float = (...shape: readonly number[]): TensorType => ({ dataType: 'float32', shape })

/** A body of the given inputs, written in a scope within g. */
export function body(
  g: GraphBuilder,
  inputs: readonly TensorType[],
  write: (inner: GraphBuilder, inputs: readonly string[]) => readonly string[],
): Graph {
  const inner = g.nested()
  const names = inputs.map((type) => inner.declare('in', type))
  const outputs = write(inner, names)
  return bodyGraph(inner, g.freshName('body'), names, outputs)
}

interface ScanParts {
  readonly states: readonly string[]
  readonly scanned: readonly string[]
  readonly body: Graph
  readonly outputs: readonly TensorType[]
  readonly attributes?: Readonly<Record<string, readonly number[]>>
}

/** Appends a Scan and returns the names of its outputs. */
export function scanNode(
  g: GraphBuilder,
  { states, scanned, body: inner, outputs, attributes = {} }: ScanParts,
): string[] {
  const lists = Object.entries(attributes).map(([name, value]): [string, Attribute] => [name, { kind: 'ints', value }])
  return controlNode(g, 'Scan', [...states, ...scanned], outputs, {
    body: { kind: 'graph', value: inner },
    num_scan_inputs: { kind: 'int', value: scanned.length },
    ...Object.fromEntries(lists),
  })
}

/** Appends a node that carries bodies. */
export function controlNode(
  g: GraphBuilder,
  opType: string,
  inputs: readonly string[],
  types: readonly TensorType[],
  attributes: Readonly<Record<string, Attribute>>,
): string[] {
  const outputs = types.map((type) => g.declare(opType, type))
  g.append({ opType, domain: '', name: g.freshName(opType), inputs, outputs, attributes }, types)
  return outputs
}

export interface BodyCase {
  readonly title: string
  /** Float inputs, by name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>
  readonly write: (g: GraphBuilder) => string
}

const x3 = float(3)
const emit = (g: GraphBuilder, opType: string, ...inputs: readonly string[]) => g.emit(opType, inputs)
const never = constantTensor('bool', [], [1])

/** One step of s' = tanh(a s + x), with y = s' x. */
const step =
  (a: string) =>
  (g: GraphBuilder, [s = '', x = '']: readonly string[]) => {
    const next = emit(g, 'Tanh', emit(g, 'Add', emit(g, 'Mul', a, s), x))
    return [next, emit(g, 'Mul', next, x)]
  }

/** Scans, Loops and Ifs of every form that exporters write. */
export const bodyCases: readonly BodyCase[] = [
  {
    title: 'Scan: states, stacked outputs and a captured weight',
    inputs: { a: [3], s: [3], x: [4, 3] },
    write: (g) => {
      const outputs = [x3, float(4, 3)]
      const [last = '', all = ''] = scanNode(g, {
        states: ['s'],
        scanned: ['x'],
        body: body(g, [x3, x3], step('a')),
        outputs,
      })
      return emit(g, 'Add', all, last)
    },
  },
  {
    title: 'Scan: backwards over axis 1, stacked backwards',
    inputs: { a: [3], s: [3], x: [3, 4] },
    write: (g) => {
      const attributes = {
        scan_input_axes: [1],
        scan_input_directions: [1],
        scan_output_axes: [-1],
        scan_output_directions: [1],
      }
      const parts = { states: ['s'], scanned: ['x'], body: body(g, [x3, x3], step('a')), outputs: [x3, float(3, 4)] }
      return scanNode(g, { ...parts, attributes })[1] ?? ''
    },
  },
  {
    title: 'Scan: one direction reversed, the other not',
    inputs: { s: [3], x: [4, 3], z: [4, 3] },
    write: (g) => {
      const inner = body(g, [x3, x3, x3], (h, [s = '', x = '', z = '']) => {
        const next = emit(h, 'Mul', emit(h, 'Sigmoid', s), emit(h, 'Add', x, z))
        return [next, emit(h, 'Mul', next, z)]
      })
      const attributes = { scan_input_directions: [0, 1] }
      const [last = '', all = ''] = scanNode(g, {
        states: ['s'],
        scanned: ['x', 'z'],
        body: inner,
        outputs: [x3, float(4, 3)],
        attributes,
      })
      return emit(g, 'Mul', all, last)
    },
  },
  {
    title: 'Scan: a last state that nobody reads',
    inputs: { a: [3], s: [3], x: [4, 3] },
    write: (g) => {
      const parts = { states: ['s'], scanned: ['x'], body: body(g, [x3, x3], step('a')) }
      return scanNode(g, { ...parts, outputs: [x3, float(4, 3)] })[1] ?? ''
    },
  },
  {
    title: 'Scan: only the last state is read',
    inputs: { a: [3], s: [3], x: [4, 3] },
    write: (g) => {
      const parts = { states: ['s'], scanned: ['x'], body: body(g, [x3, x3], step('a')) }
      return scanNode(g, { ...parts, outputs: [x3, float(4, 3)] })[0] ?? ''
    },
  },
  {
    title: 'Scan: no state, two outputs',
    inputs: { w: [3], x: [4, 3] },
    write: (g) => {
      const inner = body(g, [x3], (h, [x = '']) => {
        const y = emit(h, 'Mul', x, 'w')
        return [y, emit(h, 'Identity', y)]
      })
      const outputs = [float(4, 3), float(4, 3)]
      const [one = '', other = ''] = scanNode(g, { states: [], scanned: ['x'], body: inner, outputs })
      return emit(g, 'Mul', one, emit(g, 'Exp', other))
    },
  },
  {
    title: 'Scan: a counter of whole numbers as a state',
    inputs: { s: [3], x: [4, 3] },
    write: (g) => {
      const inner = body(g, [{ dataType: 'int64', shape: [] }, x3, x3], (h, [count = '', s = '', x = '']) => {
        const factor = h.emit('Cast', [count], { to: 1 })
        const next = emit(h, 'Add', emit(h, 'Mul', s, factor), emit(h, 'Mul', x, x))
        return [emit(h, 'Add', count, h.scalar(1, 'int64')), next, emit(h, 'Identity', next)]
      })
      const start = g.scalar(1, 'int64')
      const outputs: TensorType[] = [{ dataType: 'int64', shape: [] }, x3, float(4, 3)]
      return scanNode(g, { states: [start, 's'], scanned: ['x'], body: inner, outputs })[2] ?? ''
    },
  },
  {
    title: 'Scan within a Scan, capturing from both scopes',
    inputs: { a: [3], s: [3], x: [2, 4, 3] },
    write: (g) => {
      const outer = body(g, [x3, float(4, 3)], (h, [s = '', rows = '']) => {
        const inner = body(h, [x3, x3], (k, [t = '', x = '']) => {
          const next = emit(k, 'Tanh', emit(k, 'Add', emit(k, 'Mul', 'a', t), emit(k, 'Mul', x, s)))
          return [next, emit(k, 'Identity', next)]
        })
        const outputs = [x3, float(4, 3)]
        const [last = '', all = ''] = scanNode(h, { states: [s], scanned: [rows], body: inner, outputs })
        return [last, all]
      })
      return scanNode(g, { states: ['s'], scanned: ['x'], body: outer, outputs: [x3, float(2, 4, 3)] })[1] ?? ''
    },
  },
  {
    title: 'Scan: a pool and a matrix product in the body',
    inputs: { w: [3, 3], s: [1, 1, 3], x: [2, 1, 1, 6] },
    write: (g) => {
      const inner = body(g, [float(1, 1, 3), float(1, 1, 6)], (h, [s = '', x = '']) => {
        const pooled = h.emit('MaxPool', [x], { kernel_shape: [2], strides: [2] })
        const next = emit(h, 'Add', emit(h, 'MatMul', pooled, 'w'), s)
        return [next, emit(h, 'Identity', next)]
      })
      const outputs = [float(1, 1, 3), float(2, 1, 1, 3)]
      return scanNode(g, { states: ['s'], scanned: ['x'], body: inner, outputs })[1] ?? ''
    },
  },
  {
    title: 'Loop: a constant trip count, states, a stacked output, the step number as a position',
    inputs: { a: [3], s: [3], x: [4, 3] },
    write: (g) => {
      const types: TensorType[] = [{ dataType: 'int64', shape: [] }, { dataType: 'bool', shape: [] }, x3]
      const inner = body(g, types, (h, [at = '', goesOn = '', s = '']) => {
        const row = h.emit('Gather', ['x', at], { axis: 0 })
        const [next = '', y = ''] = step('a')(h, [s, row])
        return [emit(h, 'Identity', goesOn), next, y]
      })
      const inputs = [g.scalar(4, 'int64'), g.constantFrom(never), 's']
      const attributes = { body: { kind: 'graph', value: inner } } as const
      const [last = '', all = ''] = controlNode(g, 'Loop', inputs, [x3, float(4, 3)], attributes)
      return emit(g, 'Add', all, last)
    },
  },
  ...[0.5, 4, 100].map(
    (bound): BodyCase => ({
      title: `Loop: ended by the data when the sum reaches ${bound}, after six steps at most`,
      inputs: { a: [3], s: [3] },
      write: (g) => {
        const types: TensorType[] = [{ dataType: 'int64', shape: [] }, { dataType: 'bool', shape: [] }, x3]
        const inner = body(g, types, (h, [, , s = '']) => {
          const grown = emit(h, 'Add', s, emit(h, 'Sigmoid', emit(h, 'Mul', 'a', s)))
          const total = h.emit('ReduceSum', [emit(h, 'Abs', grown)], { keepdims: 0 })
          return [emit(h, 'Less', total, h.scalar(bound)), grown]
        })
        const inputs = [g.scalar(6, 'int64'), '', 's']
        return controlNode(g, 'Loop', inputs, [x3], { body: { kind: 'graph', value: inner } })[0] ?? ''
      },
    }),
  ),
  ...[-1, 1].map(
    (sign): BodyCase => ({
      title: `If: a condition of the data, the ${sign > 0 ? 'first' : 'second'} branch`,
      inputs: { w: [3], x: [2, 3] },
      write: (g) => {
        const total = g.emit('ReduceSum', [emit(g, 'Mul', 'x', 'x')], { keepdims: 0 })
        const condition = emit(g, 'Greater', total, g.scalar(-sign * 100))
        const yes = body(g, [], (h) => [emit(h, 'Mul', 'x', 'w'), emit(h, 'Exp', 'w')])
        const no = body(g, [], (h) => [emit(h, 'Tanh', 'x'), emit(h, 'Identity', 'w')])
        const attributes = {
          then_branch: { kind: 'graph', value: yes },
          else_branch: { kind: 'graph', value: no },
        } as const
        const [y = '', z = ''] = controlNode(g, 'If', [condition], [float(2, 3), x3], attributes)
        return emit(g, 'Mul', y, z)
      },
    }),
  ),
  {
    title: 'If within a Scan',
    inputs: { s: [3], x: [4, 3] },
    write: (g) => {
      const inner = body(g, [x3, x3], (h, [s = '', x = '']) => {
        const condition = emit(h, 'Greater', h.emit('ReduceSum', [x], { keepdims: 0 }), h.scalar(0))
        const yes = body(h, [], (k) => [emit(k, 'Mul', s, x)])
        const no = body(h, [], (k) => [emit(k, 'Sub', s, emit(k, 'Exp', x))])
        const attributes = {
          then_branch: { kind: 'graph', value: yes },
          else_branch: { kind: 'graph', value: no },
        } as const
        const [next = ''] = controlNode(h, 'If', [condition], [x3], attributes)
        return [next, emit(h, 'Identity', next)]
      })
      return scanNode(g, { states: ['s'], scanned: ['x'], body: inner, outputs: [x3, float(4, 3)] })[1] ?? ''
    },
  },
]

/** The graph of a case. */
export function graphOfBodyCase({ inputs, write, title }: BodyCase): StaticGraph {
  const g = GraphBuilder.over(emptyGraph(21))
  for (const [name, shape] of Object.entries(inputs)) g.declare(name, float(...shape), name)
  return g.finish(title, Object.keys(inputs), [write(g)])
}
