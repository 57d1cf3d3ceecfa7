import './environment.ts'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { exampleGraph, exampleModel, exampleNode as node, tensorValue } from '../onnx/example-model.ts'
import { attributesOf, constantTensor, encodeModel, type Model, type Node, specialise } from '../onnx/index.ts'

const shape = [2, 3, 4]

/** The places where the mask holds, as PyTorch's exporter finds them. */
const places = [
  node('NonZero', ['mask'], ['found']),
  node('Transpose', ['found'], ['places'], attributesOf({ perm: [1, 0] })),
]
/** The number of these places. */
const count = [
  node('Cast', ['mask'], ['ones'], attributesOf({ to: 7 })),
  node('Reshape', ['ones', 'flat'], ['row']),
  node('ReduceSum', ['row'], ['count'], attributesOf({ keepdims: 1 })),
]
const below = node('Less', ['x', 'zero'], ['mask'])
const assign = node('ScatterND', ['x', 'places', 'updates'], ['y'])

const assignments: readonly (readonly [string, readonly Node[]])[] = [
  [
    'x[x < 0] = number',
    [
      below,
      ...places,
      ...count,
      node('Expand', ['half', 'count'], ['many']),
      node('Reshape', ['many', 'flat'], ['updates']),
      assign,
    ],
  ],
  [
    'x[x < 0] = tanh(x)[x < 0]',
    [below, ...places, node('Tanh', ['x'], ['other']), node('GatherND', ['other', 'places'], ['updates']), assign],
  ],
  [
    'x[mask of its first two axes] = number',
    [
      node('ReduceMean', ['x', 'last'], ['means'], attributesOf({ keepdims: 0 })),
      node('Less', ['means', 'zero'], ['mask']),
      ...places,
      node('Shape', ['places'], ['size'], attributesOf({ end: 1 })),
      node('Concat', ['size', 'four'], ['target'], attributesOf({ axis: 0 })),
      node('Expand', ['half', 'target'], ['updates']),
      assign,
    ],
  ],
]

describe('An assignment through a mask computes what ONNX Runtime computes, in a shape that is known', () => {
  it.each(assignments)('%s', async (_, nodes) => {
    const graph = exampleGraph({
      inputs: [tensorValue('x', shape)],
      outputs: [{ name: 'y', kind: 'tensor', dataType: 'float32', shape: undefined }],
      nodes,
      initializers: {
        zero: constantTensor('float32', [], [0]),
        half: constantTensor('float32', [], [0.5]),
        flat: constantTensor('int64', [1], [-1]),
        last: constantTensor('int64', [1], [2]),
        four: constantTensor('int64', [1], [4]),
      },
    })
    const model = exampleModel(graph)
    const known = specialise(model, shape)
    expect(known.nodes.map(({ opType }) => opType)).toContain('Where')
    expect(await run({ ...model, graph: known, opsets: new Map([['', known.opset]]) })).toEqual(await run(model))
  })

  it('is refused where what is assigned depends on itself', () => {
    const circle = [node('Reshape', ['updates', 'flat'], ['back']), node('Reshape', ['back', 'flat'], ['updates'])]
    const graph = exampleGraph({
      inputs: [tensorValue('x', shape)],
      outputs: [tensorValue('y', [])],
      nodes: [below, ...places, ...circle, assign],
      initializers: { zero: constantTensor('float32', [], [0]), flat: constantTensor('int64', [1], [-1]) },
    })
    expect(() => specialise(exampleModel(graph), shape)).toThrow(/depends on its own output/)
  })

  it('is found behind any number of steps that arrange what is assigned', () => {
    const steps = Array.from({ length: 20_000 }, (_, at) => node('Identity', [`many${at}`], [`many${at + 1}`]))
    const graph = exampleGraph({
      inputs: [tensorValue('x', shape)],
      outputs: [{ name: 'y', kind: 'tensor', dataType: 'float32', shape: undefined }],
      nodes: [below, ...places, ...steps, node('ScatterND', ['x', 'places', 'many20000'], ['y'])],
      initializers: { zero: constantTensor('float32', [], [0]), many0: constantTensor('float32', [], [0.5]) },
    })
    expect(specialise(exampleModel(graph), shape).nodes.map(({ opType }) => opType)).toContain('Where')
  })

  it('is refused where what is assigned depends on the data in another way', () => {
    const nodes = [below, ...places, node('GatherND', ['x', 'places'], ['taken']), node('Neg', ['taken'], ['y'])]
    const graph = exampleGraph({
      inputs: [tensorValue('x', shape)],
      outputs: [tensorValue('y', [])],
      nodes,
      initializers: { zero: constantTensor('float32', [], [0]) },
    })
    expect(() => specialise(exampleModel(graph), shape)).toThrow(
      /NonZero \(node that makes found\).* depends on the data/,
    )
  })
})

async function run(model: Model): Promise<readonly number[]> {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 })
  const values = Float32Array.from({ length: 24 }, (_, at) => Math.sin(at * at + 1))
  const { y } = await session.run({ x: new Tensor('float32', values, shape) })
  await session.release()
  return y?.data instanceof Float32Array ? [...y.data, ...y.dims] : []
}
