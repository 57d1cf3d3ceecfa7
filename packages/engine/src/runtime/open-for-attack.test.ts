import { describe, expect, test } from 'vitest'
import { type Attribute, constantTensor, encodeModel, type Graph, type Node } from '../onnx/index.ts'
import { openForAttack } from './index.ts'

const windowShape = [2, 3, 2] as const
const open = ['n', 1, 'd', 'h', 'w'] as const

function node(opType: string, inputs: string[], output: string, attributes: Record<string, Attribute> = {}): Node {
  return { opType, domain: '', name: `${opType}-${output}`, inputs, outputs: [output], attributes }
}

function modelOf(nodes: readonly Node[], initializers: Record<string, ReturnType<typeof constantTensor>>): Uint8Array {
  const graph: Graph = {
    name: 'test',
    inputs: [{ name: 'image', kind: 'tensor', dataType: 'float32', shape: open }],
    outputs: [{ name: 'logits', kind: 'tensor', dataType: 'float32', shape: ['n', 2, 'd', 'h', 'w'] }],
    nodes,
    initializers: new Map(Object.entries(initializers)),
    valueInfo: new Map(),
  }
  return encodeModel({ irVersion: 10, opsets: new Map([['', 21]]), graph })
}

/** logits (x m, x m) where m is the largest voxel in the first 2 x 2 of the slices. */
function withBoxes(): Uint8Array {
  const nodes = [
    node('Squeeze', ['image', 'channel'], 'slices'),
    node('MaxRoiPool', ['slices', 'boxes'], 'pooled', { pooled_shape: { kind: 'ints', value: [1, 1] } }),
    node('ReduceMax', ['pooled'], 'largest', { keepdims: { kind: 'int', value: 0 } }),
    node('Mul', ['image', 'largest'], 'scaled'),
    node('Concat', ['scaled', 'scaled'], 'logits', { axis: { kind: 'int', value: 1 } }),
  ]
  const boxes = constantTensor('float32', [1, 5], [0, 0, 0, 1, 1])
  return modelOf(nodes, { channel: constantTensor('int64', [1], [1]), boxes })
}

/** x doubled up to 5000 times, as long as its sum stays below 1. */
function withOpenLoop(): Uint8Array {
  const value = { kind: 'tensor', dataType: 'float32', shape: open } as const
  const body: Graph = {
    name: 'body',
    inputs: [
      { name: 'i', kind: 'tensor', dataType: 'int64', shape: [] },
      { name: 'go', kind: 'tensor', dataType: 'bool', shape: [] },
      { ...value, name: 'v' },
    ],
    outputs: [
      { name: 'go_on', kind: 'tensor', dataType: 'bool', shape: [] },
      { ...value, name: 'doubled' },
    ],
    nodes: [
      node('Add', ['v', 'v'], 'doubled'),
      node('ReduceSum', ['doubled'], 'total', { keepdims: { kind: 'int', value: 0 } }),
      node('Less', ['total', 'one'], 'go_on'),
    ],
    initializers: new Map(),
    valueInfo: new Map(),
  }
  const nodes = [
    node('Loop', ['trips', 'yes', 'image'], 'y', { body: { kind: 'graph', value: body } }),
    node('Concat', ['y', 'y'], 'logits', { axis: { kind: 'int', value: 1 } }),
  ]
  const trips = constantTensor('int64', [], [5000])
  return modelOf(nodes, { trips, yes: constantTensor('bool', [], [1]), one: constantTensor('float32', [], [1]) })
}

const image = Float32Array.from({ length: 12 }, (_, i) => i / 16)

describe('a model opened for its evaluation', () => {
  test('brings its gradient where every operator has a rule', async () => {
    const plain = modelOf([node('Concat', ['image', 'image'], 'logits', { axis: { kind: 'int', value: 1 } })], {})
    const opened = await openForAttack(plain, { windowShape })
    expect(opened.gradient).toBe('available')
    expect(await opened.model.vjp(image, new Float32Array(24).fill(1))).toEqual(new Float32Array(12).fill(2))
    await opened.model.close()
  })

  test('predicts without one where an operator has no rule, and says which', async () => {
    const opened = await openForAttack(withBoxes(), { windowShape })
    expect(opened).toMatchObject({
      gradient: 'none',
      reason:
        'No gradient rule for MaxRoiPool (node MaxRoiPool-pooled, opset 21): it pools boxes, for which there is no rule.',
    })
    // The largest voxel in rows and columns 0 and 1 of both slices is number 9 of 12: 9/16.
    expect([...(await opened.model.forward(image))].slice(0, 12)).toEqual([...image].map((x) => (x * 9) / 16))
    await expect(opened.model.vjp(image, new Float32Array(24))).rejects.toMatchObject({ code: 'no-gradient-graph' })
    await opened.model.close()
  })

  test('is refused where the data decide how long it runs', async () => {
    await expect(openForAttack(withOpenLoop(), { windowShape })).rejects.toMatchObject({
      name: 'NoGradientRuleError',
      isQueryable: false,
      message: expect.stringContaining('the number of its steps depends on the data'),
    })
  })
})
