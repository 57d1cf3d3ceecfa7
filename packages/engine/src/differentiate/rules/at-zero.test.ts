import { describe, expect, test } from 'vitest'
import { GraphBuilder, multiply, subtract } from '../../build/index.ts'
import { openSession } from '../../runtime/index.ts'
import { deriveVjp } from '../index.ts'
import { emptyGraph, encode } from '../test/static-graph.ts'

type Expression = (g: GraphBuilder, x: string) => string

const all = { keepdims: 1 }
const sum: Expression = (g, x) => g.emit('ReduceSum', [x, g.ints([0, 1])], all)
const mean: Expression = (g, x) => g.emit('ReduceMean', [x, g.ints([0, 1])], all)
const squared: Expression = (g, x) => multiply(g, x, x)
const centred: Expression = (g, x) => subtract(g, x, mean(g, x))

const expressions: readonly (readonly [string, Expression, number])[] = [
  [
    "a deviation as exporters write PyTorch's std",
    (g, x) => g.emit('Sqrt', [mean(g, squared(g, centred(g, x)))]),
    0.25,
  ],
  ['a norm written out', (g, x) => g.emit('Sqrt', [sum(g, squared(g, x))]), 0],
  ['a norm', (g, x) => g.emit('ReduceL2', [x, g.ints([0, 1])], all), 0],
]

describe('Where a root is 0, its slope infinite,', () => {
  test.each(expressions)('%s passes nothing', async (_, expression, value) => {
    const g = GraphBuilder.over(emptyGraph(21))
    const x = g.declare('x', { dataType: 'float32', shape: [2, 3] }, 'x')
    const joint = deriveVjp(g.finish('at zero', [x], [expression(g, x)]))
    const session = await openSession(encode(joint), { threads: 1 }, 'a case')
    const [, dz = ''] = joint.inputs.map(({ name }) => name)
    const [y = '', dx = ''] = joint.outputs.map(({ name }) => name)
    const feeds = { x: { shape: [2, 3], data: new Float32Array(6).fill(value) } }
    const result = await session.run({ ...feeds, [dz]: { shape: [1, 1], data: Float32Array.of(1) } }, [y, dx])
    await session.close()
    expect(result[y]?.data).toEqual(Float32Array.of(0))
    expect(result[dx]?.data.every((slope) => slope === 0)).toBe(true)
  })
})
