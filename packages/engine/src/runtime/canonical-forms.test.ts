import './environment.ts'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { exampleGraph, exampleModel, exampleNode, tensorValue } from '../onnx/example-model.ts'
import {
  attributesOf,
  type ConstantTensor,
  constantTensor,
  encodeModel,
  float,
  type Model,
  type Node,
  specialise,
} from '../onnx/index.ts'
import { sizeOf } from '../tensor/index.ts'

const at = attributesOf
const ints = (values: readonly number[]) => constantTensor('int64', [values.length], values)
const floats = (values: readonly number[]) => constantTensor('float32', [values.length], values)

type OldForm = readonly [
  opset: number,
  opType: string,
  attributes: Node['attributes'],
  constants: readonly ConstantTensor[],
  inputShape?: readonly number[],
]

/** A node in the form of an old opset, reading x of [2, 4, 6, 5] and the constants c0, c1, …; its first output is kept. */
const oldForms: readonly OldForm[] = [
  [7, 'Slice', at({ starts: [1, -3], ends: [4, 99], axes: [1, 2] }), []],
  [7, 'Slice', at({ starts: [0, 1], ends: [2, 3] }), []],
  [7, 'Pad', { ...at({ pads: [0, 0, 1, 2, 0, 0, 0, 1], mode: 'constant' }), value: float(1.5) }, []],
  [7, 'Pad', at({ pads: [0, 0, 1, 2, 0, 0, 2, 1], mode: 'reflect' }), []],
  [7, 'Clip', { min: float(-0.25), max: float(0.5) }, []],
  [7, 'Clip', { max: float(0.5) }, []],
  [11, 'Squeeze', at({ axes: [0] }), [], [1, 4, 6, 5]],
  [11, 'Unsqueeze', at({ axes: [0, 3] }), []],
  [11, 'ReduceSum', at({ axes: [-1, 1], keepdims: 0 }), []],
  [13, 'ReduceMean', at({ axes: [2, 3] }), []],
  [13, 'ReduceL2', at({ axes: [1] }), []],
  [11, 'ReduceMax', at({}), []],
  [11, 'Split', at({ axis: 1, split: [1, 3] }), []],
  [11, 'Split', at({ axis: 1 }), []],
  [13, 'Split', at({ axis: 2 }), []],
  [9, 'TopK', at({ axis: 1, k: 2 }), []],
  [10, 'TopK', at({ axis: 1 }), [ints([3])]],
  [7, 'Upsample', { ...at({ mode: 'nearest' }), scales: { kind: 'floats', value: [1, 1, 2, 3] } }, []],
  [9, 'Upsample', at({ mode: 'linear' }), [floats([1, 1, 2, 2])]],
  [10, 'Resize', at({ mode: 'nearest' }), [floats([1, 1, 2, 2])]],
  [10, 'Resize', at({ mode: 'nearest' }), [floats([1, 1, 0.5, 0.6])]],
  [10, 'Resize', at({ mode: 'linear' }), [floats([1, 1, 1.5, 2])]],
  [
    11,
    'Resize',
    at({ coordinate_transformation_mode: 'tf_half_pixel_for_nn', nearest_mode: 'floor' }),
    [floats([]), floats([1, 1, 1.5, 2])],
  ],
  [11, 'Resize', at({ mode: 'cubic' }), [floats([]), floats([]), ints([2, 4, 9, 7])]],
  [11, 'Softmax', at({}), []],
  [24, 'Swish', at({}), []],
  [24, 'Swish', { alpha: float(1.5) }, []],
  [11, 'Softmax', at({ axis: 2 }), []],
  [11, 'LogSoftmax', at({ axis: -1 }), []],
  [11, 'Hardmax', at({ axis: 1 }), []],
  [
    9,
    'BatchNormalization',
    { epsilon: float(0.01) },
    [
      [1, 2, 3, 4],
      [0, 1, 0, 1],
      [0.1, 0.2, 0.3, 0.4],
      [1, 2, 1, 2],
    ].map((values) => floats(values)),
  ],
  [18, 'GroupNormalization', at({ num_groups: 2 }), [floats([2, 3]), floats([0.5, -1])]],
  [10, 'Dropout', { ratio: float(0.9) }, []],
  [12, 'Dropout', {}, [constantTensor('float32', [], [0.9])]],
  [
    9,
    'Scatter',
    at({ axis: 1 }),
    [constantTensor('int64', [1, 2, 1, 1], [2, 0]), constantTensor('float32', [1, 2, 1, 1], [7, 9])],
  ],
  [
    16,
    'GridSample',
    at({ mode: 'bilinear' }),
    [constantTensor('float32', [2, 1, 2, 2], [0, 0.3, -0.5, 1, 0.2, 0.2, -1, 0.9])],
  ],
]

const cases = oldForms.map(([opset, opType, attributes, constants, inputShape = [2, 4, 6, 5]]) => {
  return { opset, opType, attributes, constants, inputShape }
})

describe('A node of an old opset computes in its canonical form what ONNX Runtime computes in the old one', () => {
  it.each(cases)(
    '$opType of opset $opset $attributes',
    async ({ opset, opType, attributes, constants, inputShape }) => {
      const names = constants.map((_, index) => `c${index}`)
      const outputs = opType === 'Split' ? ['first', 'y'] : opType === 'TopK' ? ['y', 'places'] : ['y']
      const node = exampleNode(opType, ['x', ...names], outputs, attributes)
      const initializers = Object.fromEntries(constants.map((constant, index) => [`c${index}`, constant]))
      const model = modelOf(opset, inputShape, [node], initializers)
      const graph = specialise(model, inputShape)
      const made = await run({ ...model, graph, opsets: new Map([['', graph.opset]]) }, inputShape)
      const expected = await run(model, inputShape)
      expect(made.dims).toEqual(expected.dims)
      expect(made.dims).toEqual(graph.types.get('y')?.shape)
      for (const [index, value] of expected.data.entries()) expect(made.data[index]).toBeCloseTo(value, 5)
    },
  )
})

describe('A node that pads automatically and has dilations, which ONNX Runtime refuses to run, computes with explicit pads', () => {
  it.each([
    ['SAME_UPPER', [2, 1, 2, 2], [2, 3], [1, 1]],
    ['SAME_LOWER', [4, 0, 3, 0], [4, 1], [2, 3]],
  ] as const)('Conv, %s, pads %j', async (mode, pads, dilations, strides) => {
    const kernel = constantTensor(
      'float32',
      [2, 4, 3, 2],
      Float32Array.from({ length: 48 }, (_, at) => Math.cos(at)),
    )
    const model = (padding: Readonly<Record<string, string | readonly number[]>>) => {
      const node = exampleNode('Conv', ['x', 'c0'], ['y'], at({ dilations, strides, ...padding }))
      return modelOf(18, [2, 4, 6, 5], [node], { c0: kernel })
    }
    const graph = specialise(model({ auto_pad: mode }), [2, 4, 6, 5])
    const made = await run({ ...model({}), graph, opsets: new Map([['', graph.opset]]) }, [2, 4, 6, 5])
    expect(made).toEqual(await run(model({ pads }), [2, 4, 6, 5]))
  })
})

function modelOf(
  opset: number,
  inputShape: readonly number[],
  nodes: readonly Node[],
  initializers: Readonly<Record<string, ConstantTensor>>,
): Model {
  const graph = exampleGraph({
    inputs: [tensorValue('x', inputShape)],
    outputs: [{ name: 'y', kind: 'tensor', dataType: 'float32', shape: undefined }],
    nodes,
    initializers,
  })
  return exampleModel(graph, { opsets: new Map([['', opset]]) })
}

async function run(model: Model, shape: readonly number[]): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 3 })
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(at * at))
  const { y } = await session.run({ x: new Tensor('float32', values, [...shape]) })
  await session.release()
  return { dims: y?.dims ?? [], data: y?.data instanceof Float32Array ? y.data : new Float32Array() }
}
