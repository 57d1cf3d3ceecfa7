import './environment.ts'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { deriveVjp } from '../differentiate/index.ts'
import { exampleGraph, exampleModel, exampleNode as node, tensorValue } from '../onnx/example-model.ts'
import { attributesOf, constantTensor, encodeModel, type Model, type Node, specialise } from '../onnx/index.ts'

const shape = [2, 3, 4]
const scalar = (value: number) => constantTensor('int64', [], [value])
const named = (name: string) => ({ name, kind: 'unknown' }) as const

/** What is made of the three tensors that a Loop has appended to `ys`, the last of which is h. */
const readings: readonly (readonly [string, readonly Node[]])[] = [
  ['stacked', [node('ConcatFromSequence', ['ys'], ['y'], attributesOf({ axis: 1, new_axis: 1 }))]],
  ['stacked last', [node('ConcatFromSequence', ['ys'], ['y'], attributesOf({ axis: -1, new_axis: 1 }))]],
  ['joined', [node('ConcatFromSequence', ['ys'], ['y'], attributesOf({ axis: -2 }))]],
  [
    'taken one by one',
    [
      node('SequenceAt', ['ys', 'minus'], ['last']),
      node('SequenceAt', ['ys', 'zero'], ['first']),
      node('Sub', ['last', 'first'], ['y']),
    ],
  ],
  [
    'shortened, then joined',
    [
      node('SequenceErase', ['ys', 'zero'], ['rest']),
      node('ConcatFromSequence', ['rest'], ['y'], attributesOf({ axis: 0 })),
    ],
  ],
  [
    'counted',
    [
      node('SequenceLength', ['ys'], ['count']),
      node('CastLike', ['count', 'x'], ['number']),
      node('Mul', ['x', 'number'], ['y']),
    ],
  ],
]
const starts: readonly (readonly [string, readonly Node[]])[] = [
  ['nothing', [node('SequenceEmpty', [], ['none'])]],
  ['one tensor', [node('SequenceConstruct', ['x'], ['none'])]],
]
const cases = starts.flatMap(([start, first]) => readings.map(([how, last]) => ({ start, how, first, last })))

/** h(i + 1) = tanh(h(i) part(i)), appended to a sequence that the Loop carries. */
function appendingModel(first: readonly Node[], last: readonly Node[]): Model {
  const body = exampleGraph({
    inputs: [tensorValue('i', [], 'int64'), tensorValue('go', [], 'bool'), named('h'), named('list')],
    outputs: [tensorValue('goes', [], 'bool'), named('next'), named('longer')],
    nodes: [
      node('Identity', ['go'], ['goes']),
      node('SequenceAt', ['parts', 'i'], ['part']),
      node('Mul', ['h', 'part'], ['product']),
      node('Tanh', ['product'], ['next']),
      node('SequenceInsert', ['list', 'next'], ['longer']),
    ],
  })
  const loop = node('Loop', ['three', 'yes', 'x', 'none'], ['h3', 'ys'], { body: { kind: 'graph', value: body } })
  const graph = exampleGraph({
    inputs: [tensorValue('x', shape)],
    outputs: [{ name: 'y', kind: 'tensor', dataType: 'float32', shape: undefined }],
    nodes: [node('SplitToSequence', ['x', 'one'], ['parts'], attributesOf({ axis: 1 })), ...first, loop, ...last],
    initializers: {
      one: scalar(1),
      three: scalar(3),
      zero: scalar(0),
      minus: scalar(-1),
      yes: constantTensor('bool', [], [1]),
    },
  })
  return exampleModel(graph)
}

describe('A Loop that appends to a sequence computes what ONNX Runtime computes, without sequences', () => {
  it.each(cases)('begun with $start, $how', async ({ first, last }) => {
    const model = appendingModel(first, last)
    const graph = specialise(model, shape)
    const made = await run({ ...model, graph, opsets: new Map([['', graph.opset]]) })
    const expected = await run(model)
    expect(made.dims).toEqual(expected.dims)
    expect(made.dims).toEqual(graph.types.get('y')?.shape)
    for (const [index, value] of expected.data.entries()) expect(made.data[index]).toBeCloseTo(value, 6)
  })
})

/** h(i + 1) = sin(h(i) + x), put behind a tensor that the Loop carries, 70 times: more often than a Loop is unrolled. */
function growingModel(first: readonly Node[], axis: number): Model {
  const body = exampleGraph({
    inputs: [tensorValue('i', [], 'int64'), tensorValue('go', [], 'bool'), named('h'), named('long')],
    outputs: [tensorValue('goes', [], 'bool'), named('next'), named('longer')],
    nodes: [
      node('Identity', ['go'], ['goes']),
      node('Add', ['h', 'x'], ['sum']),
      node('Sin', ['sum'], ['next']),
      node('Concat', ['long', 'next'], ['longer'], attributesOf({ axis })),
    ],
  })
  const loop = node('Loop', ['many', 'yes', 'x', 'none'], ['h70', 'y'], { body: { kind: 'graph', value: body } })
  const graph = exampleGraph({
    inputs: [tensorValue('x', shape)],
    outputs: [{ name: 'y', kind: 'tensor', dataType: 'float32', shape: undefined }],
    nodes: [...first, loop],
    initializers: {
      many: scalar(70),
      zero: constantTensor('int64', [1], [0]),
      one: constantTensor('int64', [1], [1]),
      yes: constantTensor('bool', [], [1]),
    },
  })
  return exampleModel(graph)
}

describe('A long Loop that makes a tensor longer computes what ONNX Runtime computes, as one Loop', () => {
  it.each([
    ['nothing', 1, [node('Slice', ['x', 'zero', 'zero', 'one'], ['none'])]],
    ['a tensor', 1, [node('Identity', ['x'], ['none'])]],
    ['a tensor', -1, [node('Identity', ['x'], ['none'])]],
    ['a tensor', 0, [node('Identity', ['x'], ['none'])]],
  ] as const)('begun with %s, along axis %i', async (_, axis, first) => {
    const model = growingModel(first, axis)
    const graph = specialise(model, shape)
    expect(graph.nodes.filter(({ opType }) => opType === 'Loop')).toHaveLength(1)
    const made = await run({ ...model, graph, opsets: new Map([['', graph.opset]]) })
    expect(made).toEqual(await run(model))
    expect(made.dims).toEqual(graph.types.get('y')?.shape)
    expect(deriveVjp(graph).outputs).toHaveLength(2)
  })
})

describe('The gradient through a Loop that appends to a sequence', () => {
  it('is that of central differences', async () => {
    const [[, first] = ['', []]] = starts
    const [[, last] = ['', []]] = readings
    const model = appendingModel(first, last)
    const vjp = deriveVjp(specialise(model, shape))
    const [dx] = vjp.outputs.slice(1).map(({ name }) => name)
    const [, cotangent] = vjp.inputs.map(({ name }) => name)
    const dz = values(72, 5)
    const joint = { ...model, graph: vjp, opsets: new Map([['', vjp.opset]]) }
    const shapes = { [`${cotangent}`]: [2, 3, 3, 4] }
    const gradient = await run(joint, { x: values(24), [`${cotangent}`]: dz }, { y: `${dx}`, shapes })
    const score = async (x: Float32Array) => {
      const { data } = await run(model, { x })
      return data.reduce((sum, value, at) => sum + value * (dz[at] ?? 0), 0)
    }
    for (const at of [0, 7, 13, 22]) {
      const moved = (by: number) => values(24).map((value, place) => (place === at ? value + by : value))
      const slope = ((await score(moved(1e-2))) - (await score(moved(-1e-2)))) / 2e-2
      expect(gradient.data[at]).toBeCloseTo(slope, 2)
    }
  })
})

function values(count: number, seed = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => Math.sin(seed * at * at + 1))
}

interface Fetch {
  readonly y: string
  readonly shapes: Readonly<Record<string, readonly number[]>>
}

async function run(
  model: Model,
  feeds: Readonly<Record<string, Float32Array>> = { x: values(24) },
  { y: name, shapes }: Fetch = { y: 'y', shapes: {} },
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 })
  const tensors = Object.entries(feeds).map(([input, data]) => {
    return [input, new Tensor('float32', data, [...(shapes[input] ?? shape)])] as const
  })
  const { [name]: y } = await session.run(Object.fromEntries(tensors))
  await session.release()
  return { dims: y?.dims ?? [], data: y?.data instanceof Float32Array ? y.data : new Float32Array() }
}
