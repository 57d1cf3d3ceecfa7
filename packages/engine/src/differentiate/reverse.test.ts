import { describe, expect, test } from 'vitest'
import { GraphBuilder } from '../build/index.ts'
import { openSession } from '../runtime/index.ts'
import type { Shape } from '../tensor/index.ts'
import { deriveVjp } from './index.ts'
import { emptyGraph, encode } from './test/static-graph.ts'

interface Given {
  readonly shape: Shape
  readonly values: readonly number[]
}

/** The cotangents of every input for dz = 1 everywhere. */
async function gradients(
  inputs: Readonly<Record<string, Given>>,
  write: (g: GraphBuilder) => string,
): Promise<Record<string, readonly number[]>> {
  const g = GraphBuilder.over(emptyGraph(21))
  for (const [name, { shape }] of Object.entries(inputs)) g.declare(name, { dataType: 'float32', shape }, name)
  const names = Object.keys(inputs)
  const z = write(g)
  const joint = deriveVjp(g.finish('walked', names, [z]), { wanted: names })
  const session = await openSession(encode(joint), { threads: 1 }, 'a walk')
  const dzShape = g.shapeOf(z)
  const ones = new Float32Array(dzShape.reduce((product, extent) => product * extent, 1)).fill(1)
  const feeds = {
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, values }]) => [name, { shape, data: Float32Array.from(values) }]),
    ),
    [joint.inputs.at(-1)?.name ?? '']: { shape: dzShape, data: ones },
  }
  const isRead = new Set(session.inputs.map(({ name }) => name))
  const outputs = joint.outputs.slice(1).map(({ name }) => name)
  const given = Object.fromEntries(Object.entries(feeds).filter(([name]) => isRead.has(name)))
  const found = await session.run(given, outputs)
  await session.close()
  return Object.fromEntries(names.map((name, index) => [name, [...(found[outputs[index] ?? '']?.data ?? [])]]))
}

const pair = (...values: readonly number[]): Given => ({ shape: [2], values })

describe('the walk adds up every path', () => {
  test('a value that one node reads twice: d(x x) = 2 x', async () => {
    expect(await gradients({ x: pair(3, -4) }, (g) => g.emit('Mul', ['x', 'x']))).toEqual({ x: [6, -8] })
  })

  test('a value that several nodes read: d(x y + exp(0 x) + 2 x) = y + 2', async () => {
    const found = await gradients({ x: pair(3, -4), y: pair(5, 7) }, (g) =>
      g.emit('Sum', [
        g.emit('Mul', ['x', 'y']),
        g.emit('Exp', [g.emit('Mul', ['x', g.scalar(0)])]),
        g.emit('Mul', ['x', g.scalar(2)]),
      ]),
    )
    expect(found).toEqual({ x: [7, 9], y: [3, -4] })
  })

  test('weights that two layers share', async () => {
    const x = { shape: [1, 1, 2], values: [1, 2] }
    const w = { shape: [1, 1, 1], values: [3] }
    // z = w w x: dw = 2 w sum(x) = 18, dx = w^2.
    const found = await gradients({ x, w }, (g) => g.emit('Conv', [g.emit('Conv', ['x', 'w']), 'w']))
    expect(found).toEqual({ x: [9, 9], w: [18] })
  })

  test('outputs of a node that nobody reads give zeros', async () => {
    const found = await gradients({ x: { shape: [4], values: [1, 2, 3, 4] } }, (g) => {
      const parts = g.emitAll('Split', ['x', g.ints([1, 2, 1])], { axis: 0 }, 3)
      return g.emit('Mul', [parts[1] ?? '', g.scalar(5)])
    })
    expect(found).toEqual({ x: [0, 5, 5, 0] })
  })

  test('an input that the output does not depend on gets zeros of its shape', async () => {
    expect(await gradients({ x: pair(3, -4), y: pair(5, 7) }, (g) => g.emit('Neg', ['x']))).toEqual({
      x: [-1, -1],
      y: [0, 0],
    })
  })

  test('an input that is reached through zero gradients alone gets zeros', async () => {
    const found = await gradients({ x: pair(3, -4) }, (g) =>
      g.emit('Cast', [g.emit('Greater', ['x', g.scalar(0)])], { to: 1 }),
    )
    expect(found).toEqual({ x: [0, 0] })
  })

  test('a scalar and an empty tensor have their gradients', async () => {
    const scalar = { shape: [], values: [2] }
    const empty = { shape: [0], values: [] }
    const found = await gradients({ scalar, empty }, (g) =>
      g.emit('Add', [g.emit('ReduceSum', [g.emit('Mul', ['empty', 'scalar'])], { keepdims: 0 }), 'scalar']),
    )
    expect(found).toEqual({ scalar: [1], empty: [] })
  })

  test('a value read by a body and beside it', async () => {
    const found = await gradients({ x: pair(3, -4), y: pair(5, 7) }, (g) => {
      const condition = g.emit('Greater', [g.emit('ReduceMax', ['x'], { keepdims: 0 }), g.scalar(0)])
      const branch = (factor: number) => {
        const inner = g.nested()
        const value = inner.emit('Mul', [inner.emit('Mul', ['x', 'y']), inner.scalar(factor)])
        const output = { name: value, kind: 'tensor' as const, ...inner.typeOf(value) }
        const empty = { inputs: [], initializers: new Map(), valueInfo: new Map() }
        return {
          kind: 'graph' as const,
          value: { ...empty, name: `times${factor}`, nodes: inner.nodes, outputs: [output] },
        }
      }
      const name = g.declare('chosen', g.typeOf('x'))
      const attributes = { then_branch: branch(2), else_branch: branch(3) }
      g.append({ opType: 'If', domain: '', name: 'choice', inputs: [condition], outputs: [name], attributes }, [
        g.typeOf('x'),
      ])
      return g.emit('Add', [name, 'x'])
    })
    expect(found).toEqual({ x: [11, 15], y: [6, -8] })
  })
})
