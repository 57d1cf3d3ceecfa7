import { expect, test } from 'vitest'
import { GraphBuilder, reshape } from '../build/index.ts'
import { smallGraph } from '../optimize/test/compare.ts'
import { encodeModel } from '../onnx/index.ts'
import { openSession } from './session.ts'
import { shapesAtRunTime } from './shapes-at-run-time.ts'

/** Two reshapes to one shape, one of an input called as the additional one would be. */
function graph() {
  const g = GraphBuilder.over(smallGraph({ opType: 'Relu', shapes: [[2, 3]], attributes: {} }))
  g.restart([])
  const sum = g.emit('Add', [reshape(g, 'x', [3, 2]), reshape(g, g.emit('Neg', ['x']), [3, 2])])
  return g.finish('graph', ['x'], [g.emit('Add', [sum, reshape(g, 'x', [3, 2])])])
}

test('every shape constant is added to the fed zero once, and no extent is declared', () => {
  const { graph: late, zero } = shapesAtRunTime(graph())
  expect(late.nodes.filter(({ inputs }) => inputs.includes(zero))).toHaveLength(1)
  expect(late.inputs.map(({ name, shape }) => [name, shape])).toEqual([
    ['x', [null, null]],
    [zero, [1]],
  ])
  expect(late.outputs[0]?.shape).toEqual([null, null])
})

test('the graph computes the same', async () => {
  const late = shapesAtRunTime(graph())
  const bytes = encodeModel({ graph: late.graph, opsets: new Map([['', 21]]), irVersion: 10 })
  const session = await openSession(bytes, { threads: 1, zeroInput: late.zero }, 'a graph')
  const output = session.outputs[0]?.name ?? ''
  const results = await session.run({ x: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } }, [output])
  await session.close()
  expect(results[output]).toEqual({ shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
})
