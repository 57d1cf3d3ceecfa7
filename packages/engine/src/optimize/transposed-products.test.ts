import { expect, test } from 'vitest'
import { GraphBuilder, transpose } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'
import { transposedProducts } from './transposed-products.ts'

/** (Q^T S)^T of three heads for S = x x^T and Q = x [3, 9, 4]. */
function keysGradient(): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[3, 9, 4]], attributes: {} }))
  g.restart([])
  const turned = transpose(g, 'x', [0, 2, 1])
  const s = g.emit('Tanh', [g.emit('MatMul', ['x', turned])])
  return g.finish('network', ['x'], [g.emit('Neg', [transpose(g, g.emit('MatMul', [turned, s]), [0, 2, 1])])])
}

test('(Q^T S)^T becomes S^T Q, with the same values', async () => {
  const graph = keysGradient()
  const operators = transposedProducts(0)(graph).nodes.map(({ opType }) => opType)
  expect(operators).toEqual(['Transpose', 'MatMul', 'Tanh', 'Transpose', 'MatMul', 'Neg'])
  expect(await differenceAfter(transposedProducts(0), graph)).toBeLessThan(1e-6)
})

test('small products stay', () => {
  const graph = keysGradient()
  expect(transposedProducts()(graph).nodes).toEqual(graph.nodes)
})
