import { describe, expect, it } from 'vitest'
import { attributesOf } from '../attributes.ts'
import { constantTensor, floatValues } from '../constants.ts'
import { exampleGraph, exampleModel, exampleNetwork, exampleNode as node, tensorValue } from '../example-model.ts'
import type { ConstantTensor, Graph, Model, Node } from '../graph.ts'
import { specialise } from './specialise.ts'

const ints = (...values: number[]) => constantTensor('int64', [values.length], values)
const scalar = (value: number) => constantTensor('int64', [], [value])
const yes = constantTensor('bool', [], [1])
const graphAttribute = (value: Graph) => ({ kind: 'graph', value }) as const

function modelOf(nodes: readonly Node[], initializers: Readonly<Record<string, ConstantTensor>> = {}): Model {
  const inputs = [tensorValue('x', [1, null, 'd'])]
  return exampleModel(exampleGraph({ inputs, outputs: [tensorValue('y', [])], nodes, initializers }))
}

const words = (nodes: readonly Node[]) => nodes.map(({ opType, inputs, outputs }) => `${outputs}=${opType}(${inputs})`)

describe('specialise', () => {
  it('folds the arithmetic on shapes and drops what nobody reads', () => {
    const graph = specialise(
      modelOf(
        [
          node('Shape', ['x'], ['shape']),
          node('Gather', ['shape', 'two'], ['d']),
          node('Div', ['d', 'two'], ['half']),
          node('Unsqueeze', ['half', 'zero'], ['halves']),
          node('Concat', ['minus', 'halves'], ['target'], attributesOf({ axis: 0 })),
          node('Exp', ['x'], ['unread']),
          node('Reshape', ['x', 'target'], ['y']),
        ],
        { two: scalar(2), zero: ints(0), minus: ints(-1), unused: ints(1, 2, 3) },
      ),
      [1, 3, 8],
    )
    expect(words(graph.nodes)).toEqual(['y=Reshape(x,target)'])
    expect([...graph.initializers.keys()]).toEqual(['target'])
    expect(graph.types.get('y')).toEqual({ dataType: 'float32', shape: [6, 4] })
    expect(graph.opset).toBe(21)
  })

  it('knows the shape of a constant of any size', () => {
    const table = constantTensor('float32', [300, 400], new Float32Array(120_000))
    const nodes = [
      node('Shape', ['table'], ['shape']),
      node('Slice', ['shape', 'zero', 'one'], ['rows']),
      node('Expand', ['x', 'rows'], ['y']),
    ]
    const graph = specialise(modelOf(nodes, { table, zero: ints(0), one: ints(1) }), [1, 2, 1])
    expect(graph.types.get('y')?.shape).toEqual([1, 2, 300])
    expect([...graph.initializers.keys()]).toEqual(['rows'])
  })

  it('keeps the logits alone of a network with another head, whichever stands first', () => {
    const nodes = [
      node('GlobalAveragePool', ['image'], ['pooled']),
      node('Flatten', ['pooled'], ['diagnosis']),
      node('Neg', ['image'], ['logits']),
    ]
    const inputs = [tensorValue('image', [1, 1, 4, 4, 4])]
    const outputs = [tensorValue('diagnosis', [1, 1]), tensorValue('logits', [1, 1, 4, 4, 4])]
    const graph = specialise(exampleModel(exampleGraph({ inputs, outputs, nodes })), [1, 1, 4, 4, 4])
    expect(words(graph.nodes)).toEqual(['logits=Neg(image)'])
    expect(graph.outputs.map(({ name }) => name)).toEqual(['logits'])
  })

  it('takes the branch of an If whose condition is known', () => {
    expect(words(specialise(exampleNetwork(), [1, 1, 4, 4, 4]).nodes)).toEqual([
      'z=Conv(image,weight,bias)',
      'logits=Neg(z)',
    ])
  })

  it('removes identities and puts nodes in order', () => {
    const nodes = [node('Relu', ['c'], ['y']), node('Identity', ['b'], ['c']), node('Exp', ['x'], ['b'])]
    expect(words(specialise(modelOf(nodes), [1, 2, 3]).nodes)).toEqual(['b=Exp(x)', 'y=Relu(b)'])
  })

  it('gives an output that is the input, or a constant, a node of its own', () => {
    expect(words(specialise(modelOf([node('Identity', ['x'], ['y'])]), [1, 2, 3]).nodes)).toEqual(['y=Identity(x)'])
    const constant = specialise(modelOf([node('Shape', ['x'], ['y'])]), [1, 2, 3])
    expect(words(constant.nodes)).toEqual(['y=Identity(y_1)'])
  })

  it('computes in float32 what the file stores in float16', () => {
    const half = constantTensor('float16', [1], [0.5])
    const nodes = [
      node('Cast', ['x'], ['h'], attributesOf({ to: 10 })),
      node('Mul', ['h', 'half'], ['m']),
      node('Cast', ['m'], ['y'], attributesOf({ to: 1 })),
    ]
    const graph = specialise(modelOf(nodes, { half }), [1, 2, 3])
    expect(words(graph.nodes)).toEqual(['y=Mul(x,half)'])
    expect(graph.initializers.get('half')?.dataType).toBe('float32')
    expect(floatValues(graph.initializers.get('half') ?? half)).toEqual(new Float32Array([0.5]))
  })

  it('follows sequences whose parts are known', () => {
    const nodes = [
      node('SplitToSequence', ['x', 'one'], ['parts'], attributesOf({ axis: 1 })),
      node('SequenceAt', ['parts', 'last'], ['y']),
    ]
    const graph = specialise(modelOf(nodes, { one: scalar(1), last: scalar(-1) }), [1, 3, 5])
    expect(words(graph.nodes)).toEqual(['parts_part_0,parts_part_1,y=Split(x,parts_lengths)'])
    expect(graph.types.get('y')?.shape).toEqual([1, 1, 5])
  })

  it('keeps a Loop of fixed shapes, with names of its own and its constants outside', () => {
    const graph = specialise(loopModel([node('Mul', ['c', 'two'], ['x'])]), [1, 2, 3])
    const [loop] = graph.nodes
    const body = loop?.attributes.body
    expect(loop?.opType).toBe('Loop')
    expect(body?.kind === 'graph' && words(body.value.nodes)).toEqual(['x_1=Mul(c,two)', 'go_out=Identity(go)'])
    expect([...graph.initializers.keys()].sort()).toEqual(['trips', 'two', 'yes'])
    expect(graph.types.get('x_1')).toEqual({ dataType: 'float32', shape: [1, 2, 3] })
  })

  it('gives the nodes of an unrolled Loop names of their own, without which ONNX Runtime loads no graph', () => {
    const body = [{ ...node('Concat', ['c', 'c'], ['x'], attributesOf({ axis: 1 })), name: '/grow/Concat' }]
    const { nodes } = specialise(loopModel(body), [1, 2, 3])
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(3)
    for (const { name } of nodes) expect(name).toMatch(/^\/grow\/Concat(_\d)?$/)
  })

  it('unrolls a short Loop whose carried value grows', () => {
    const concat = node('Concat', ['c', 'c'], ['x'], attributesOf({ axis: 1 }))
    const graph = specialise(loopModel([concat]), [1, 2, 3])
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Concat', 'Concat', 'Concat'])
    expect(graph.types.get('y')?.shape).toEqual([1, 16, 3])
  })
})

describe('specialise refuses, naming the node,', () => {
  const refusals: readonly (readonly [string, Model, string, RegExp])[] = [
    [
      'a tensor above the limit',
      modelOf([node('Tile', ['x', 'r'], ['y'])], { r: ints(1, 2 ** 20, 2 ** 20) }),
      'memory-budget-exceeded',
      /Tile \(node that makes y\) makes a tensor of shape \[1, 2097152, 3145728\]/,
    ],
    [
      'a Loop without end',
      loopModel([node('Neg', ['c'], ['x'])], 2 ** 40),
      'compute-budget-exceeded',
      /Loop .* runs 1099511627776 times/,
    ],
    [
      'a shape from the data',
      modelOf([node('NonZero', ['x'], ['y'])]),
      'shape-not-supported',
      /NonZero .* depends on the data/,
    ],
    [
      'a custom operator',
      modelOf([{ ...node('Fused', ['x'], ['y']), domain: 'com.vendor' }]),
      'custom-operator',
      /com\.vendor\.Fused/,
    ],
    [
      'an operator that it does not know',
      modelOf([node('StringConcat', ['x', 'x'], ['y'])]),
      'unsupported-operator',
      /StringConcat/,
    ],
    [
      'a value that nothing makes',
      modelOf([node('Add', ['x', 'ghost'], ['y'])]),
      'malformed-model',
      /reads ghost, which nothing makes/,
    ],
    [
      'a circle',
      modelOf([node('Neg', ['a'], ['y']), node('Neg', ['y'], ['a'])]),
      'malformed-model',
      /depends on its own output/,
    ],
    [
      'a Loop that reads the sequence it appends to',
      sequenceLoopModel([
        node('SequenceAt', ['list', 'i'], ['item']),
        node('Mul', ['item', 'two'], ['x']),
        node('SequenceInsert', ['list', 'x'], ['longer']),
      ]),
      'unsupported-operator',
      /Loop \(node that makes ys\): it does something else to a sequence than appending one tensor/,
    ],
    [
      'a Loop that puts what it appends to a sequence first',
      sequenceLoopModel([
        node('Mul', ['x', 'two'], ['item']),
        node('SequenceInsert', ['list', 'item', 'zero'], ['longer']),
      ]),
      'unsupported-operator',
      /Loop \(node that makes ys\): it does something else to a sequence than appending one tensor/,
    ],
    [
      'a value made twice',
      modelOf([node('Neg', ['x'], ['y']), node('Abs', ['x'], ['y'])]),
      'malformed-model',
      /y is made twice/,
    ],
  ]
  it.each(refusals)('%s', (_, model, code, message) => {
    const attempt = () => specialise(model, [1, 2, 3])
    expect(attempt).toThrow(message)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  it('an input shape that the file does not allow', () => {
    expect(() => specialise(exampleNetwork(), [1, 2, 4, 4, 4])).toThrow(/declared as \[n, 1, d, h, w\]/)
  })

  it('work above the limits it is given', () => {
    const network = exampleNetwork()
    expect(() => specialise(network, [1, 1, 4, 4, 4], { flops: 100 })).toThrow(/One pass takes 3\.84e\+2 operations/)
    expect(() => specialise(network, [1, 1, 4, 4, 4], { liveBytes: 100 })).toThrow(/One pass holds 1024 bytes/)
  })
})

/** y = x carried through `trips` rounds of a body that makes its new value x from c. */
function loopModel(nodes: readonly Node[], trips = 3): Model {
  const body = exampleGraph({
    inputs: [tensorValue('i', [], 'int64'), tensorValue('go', [], 'bool'), tensorValue('c', [])],
    outputs: [tensorValue('go', [], 'bool'), tensorValue('x', [])],
    nodes,
  })
  const loop = node('Loop', ['trips', 'yes', 'x'], ['y'], { body: graphAttribute(body) })
  return modelOf([loop], { trips: scalar(trips), yes, two: constantTensor('float32', [], [2]) })
}

/** y = the parts of a sequence, x at first, that a body makes longer from list in three rounds. */
function sequenceLoopModel(nodes: readonly Node[]): Model {
  const body = exampleGraph({
    inputs: [tensorValue('i', [], 'int64'), tensorValue('go', [], 'bool'), { name: 'list', kind: 'sequence' }],
    outputs: [tensorValue('go', [], 'bool'), { name: 'longer', kind: 'sequence' }],
    nodes,
  })
  const first = node('SequenceConstruct', ['x'], ['first'])
  const loop = node('Loop', ['three', 'yes', 'first'], ['ys'], { body: graphAttribute(body) })
  const last = node('ConcatFromSequence', ['ys'], ['y'], attributesOf({ axis: 0 }))
  const two = constantTensor('float32', [], [2])
  return modelOf([first, loop, last], { three: scalar(3), zero: scalar(0), yes, two })
}
