import { expect, test } from 'vitest'
import { GraphBuilder } from '../build/index.ts'
import type { TensorType } from '../onnx/index.ts'
import { deriveVjp } from './index.ts'
import { body, scanNode } from './test/body-graphs.ts'
import { emptyGraph } from './test/static-graph.ts'

const float = (...shape: readonly number[]): TensorType => ({ dataType: 'float32', shape })

/** s' = tanh(s + x) for a state of 2^13 numbers: one pass holds two states, its gradient those of every step. */
function recurrence(steps: number) {
  const g = GraphBuilder.over(emptyGraph(21))
  g.declare('x', float(steps, 1), 'x')
  const state = float(2 ** 13)
  const step = body(g, [state, float(1)], (inner, [s = '', x = '']) => [
    inner.emit('Tanh', [inner.emit('Add', [s, x])]),
    inner.emit('Identity', [x]),
  ])
  const states = [g.constant('float32', [2 ** 13], new Float32Array(2 ** 13))]
  const outputs = [state, float(steps, 1)]
  const [last = ''] = scanNode(g, { states, scanned: ['x'], body: step, outputs })
  return g.finish('recurrence', ['x'], [last])
}

test('a gradient that would keep more than the limit of a tensor is refused before anything runs', () => {
  expect(deriveVjp(recurrence(2 ** 10)).outputs).toHaveLength(2)
  // 2^18 states of 2^15 bytes each.
  const refusal = { code: 'memory-budget-exceeded', message: expect.stringContaining('8589934592 bytes') as string }
  expect(() => deriveVjp(recurrence(2 ** 18))).toThrow(expect.objectContaining(refusal))
})
