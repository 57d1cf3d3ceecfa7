import { attributesOf, type ConstantTensor, constantTensor, encodeModel, type Node } from '@voxproof/engine/onnx'
import { describe, expect, test } from 'vitest'
import { inspectModel } from './inspect-model.ts'

const value = (name: string, channels: number) =>
  ({ name, kind: 'tensor', dataType: 'float32', shape: ['n', channels, 'd', 'h', 'w'] }) as const

function modelOf(...middle: readonly Node[]): Uint8Array {
  const head: Node = {
    opType: 'Conv',
    domain: '',
    name: 'head',
    inputs: [middle.at(-1)?.outputs[0] ?? 'image', 'w'],
    outputs: ['logits'],
    attributes: {},
  }
  return encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'small',
      inputs: [value('image', 1)],
      outputs: [value('logits', 3)],
      nodes: [...middle, head],
      initializers: new Map([['w', constantTensor('float32', [3, 1, 1, 1, 1], [1, 2, 3])]]),
      valueInfo: new Map(),
    },
  })
}

test('a plain network is described and accepted', () => {
  const report = inspectModel(modelOf(), { shape: [1, 1, 4, 4, 4], threads: 2 })
  expect(report).toMatchObject({
    opset: 21,
    family: 'convolutional',
    inputShape: [1, 1, 4, 4, 4],
    outputShape: [1, 3, 4, 4, 4],
    parameters: 3,
    // 64 voxels, 3 filters of one weight, two operations each.
    flops: 384,
    operators: [{ operator: 'Conv', count: 1, verdict: 'rule' }],
    problems: [],
  })
})

test('an open shape is looked at with one sample and 96 voxels an axis', () => {
  expect(inspectModel(modelOf(), { shape: undefined, threads: 2 }).inputShape).toEqual([1, 1, 96, 96, 96])
})

describe('channels that the file leaves open', () => {
  const open = { name: 'image', kind: 'tensor', dataType: 'float32', shape: ['n', 'c', 4, 4, 4] } as const
  const weights = constantTensor('float32', [3, 2, 1, 1, 1], [1, 2, 3, 4, 5, 6])
  const node = (opType: string, inputs: string[], output: string, attributes: Node['attributes'] = {}): Node => ({
    ...{ opType, domain: '', name: output, inputs, outputs: [output], attributes },
  })
  const channelsOf = (nodes: Node[], initializers: Record<string, ConstantTensor>, shape?: number[]) => {
    const { inputShape, problems } = inspectModel(
      encodeModel({
        irVersion: 10,
        opsets: new Map([['', 21]]),
        graph: {
          ...{ name: 'open', inputs: [open], outputs: [value('logits', 3)], nodes, valueInfo: new Map() },
          initializers: new Map(Object.entries(initializers)),
        },
      }),
      { shape, threads: 2 },
    )
    return { channels: inputShape[1], problems: problems.map(({ code }) => code) }
  }
  const head = node('Conv', ['image', 'w'], 'logits')

  test.each([
    ['stored', [head], { w: weights }],
    ['a constant node', [node('Constant', [], 'w', { value: { kind: 'tensor', value: weights } }), head], {}],
    ['behind an Identity', [node('Identity', ['stored'], 'w'), head], { stored: weights }],
    ['behind an Identity that stands after it', [head, node('Identity', ['stored'], 'w')], { stored: weights }],
  ])('are those that the first convolution takes, its weights %s', (_, nodes, initializers) => {
    expect(channelsOf(nodes, initializers)).toEqual({ channels: 2, problems: [] })
  })

  test('are counted over the groups of a convolution', () => {
    const depthwise = node('Conv', ['image', 'each'], 'filtered', { group: { kind: 'int', value: 2 } })
    const each = constantTensor('float32', [2, 1, 1, 1, 1], [1, 2])
    const nodes = [depthwise, node('Conv', ['filtered', 'w'], 'logits')]
    expect(channelsOf(nodes, { each, w: weights })).toEqual({ channels: 2, problems: [] })
  })

  test('are what the caller says, and 1 where no convolution tells', () => {
    expect(channelsOf([head], { w: weights }, [1, 1, 4, 4, 4])).toEqual({
      channels: 1,
      problems: ['shape-not-supported'],
    })
    const one = constantTensor('float32', [1, 3, 1, 1, 1], [1, 2, 3])
    expect(channelsOf([node('Mul', ['image', 'one'], 'logits')], { one })).toEqual({ channels: 1, problems: [] })
  })

  test('end in a rejection and not in a search without end where the weights are made of themselves', () => {
    const { problems } = channelsOf([node('Identity', ['w'], 'w'), head], {})
    expect(problems.length).toBeGreaterThan(0)
  })
})

test('what would be rejected is listed with its code', () => {
  const odd: Node = {
    opType: 'Mystery',
    domain: 'com.example',
    name: 'odd',
    inputs: ['image'],
    outputs: ['y'],
    attributes: {},
  }
  const codes = (bytes: Uint8Array) =>
    inspectModel(bytes, { shape: [1, 1, 4, 4, 4], threads: 2 }).problems.map(({ code }) => code)
  expect(codes(modelOf(odd))).toContain('custom-operator')
  expect(codes(new TextEncoder().encode('no model'))).toEqual(['not-onnx'])
})

test('an output that has not one logit for each voxel would be rejected', () => {
  const pool: Node = {
    opType: 'MaxPool',
    domain: '',
    name: 'pool',
    inputs: ['image'],
    outputs: ['pooled'],
    attributes: attributesOf({ kernel_shape: [2, 2, 2], strides: [2, 2, 2] }),
  }
  const message = 'Output logits has shape [1, 3, 2, 2, 2]; logits [1, K, 4, 4, 4] are expected for this input.'
  const report = inspectModel(modelOf(pool), { shape: [1, 1, 4, 4, 4], threads: 2 })
  expect(report.problems).toEqual([{ code: 'wrong-outputs', message }])
})

test('a model that can only be asked for predictions is no problem, and the operator is named', () => {
  const node = (opType: string, inputs: string[], output: string, attributes: Node['attributes'] = {}): Node => ({
    ...{ opType, domain: '', name: opType, inputs, outputs: [output], attributes },
  })
  const values = (name: string, dataType: 'int64' | 'float32', shape: number[], data: number[]): Node =>
    node('Constant', [], name, { value: { kind: 'tensor', value: constantTensor(dataType, shape, data) } })
  const nodes = [
    values('channel', 'int64', [1], [1]),
    values('boxes', 'float32', [1, 5], [0, 0, 0, 3, 3]),
    node('Squeeze', ['image', 'channel'], 'slices'),
    node('MaxRoiPool', ['slices', 'boxes'], 'pooled', { pooled_shape: { kind: 'ints', value: [1, 1] } }),
    node('Unsqueeze', ['pooled', 'channel'], 'five'),
    node('Mul', ['image', 'five'], 'scaled'),
  ]
  const report = inspectModel(modelOf(...nodes), { shape: [1, 1, 4, 4, 4], threads: 2 })
  expect(report.problems).toEqual([])
  expect(report.queryOnly).toMatch(/^No gradient rule for MaxRoiPool \(node MaxRoiPool, opset 21\)/)
  expect(report.gradientBytes).toBeNull()
})
