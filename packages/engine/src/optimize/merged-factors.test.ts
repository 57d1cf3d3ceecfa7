import { expect, test } from 'vitest'
import { GraphBuilder, multiply, reshape } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { mergedFactors } from './merged-factors.ts'
import { differenceAfter, noise, smallGraph } from './test/compare.ts'

/** reshape(x · a) · b for x [2, 3, 768] with a per group and b per channel of [2, 6, 8, 8, 6]; optionally the middle is an output too. */
function scaledTwice(isMiddleRead: boolean): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[2, 3, 768]], attributes: {} }))
  g.restart([])
  const deviation = g.emit('ReduceL2', ['x', g.ints([2])], { keepdims: 1 })
  const middle = reshape(g, multiply(g, 'x', deviation), [2, 6, 8, 8, 6])
  const result = multiply(g, middle, g.constant('float32', [6, 1, 1, 1], noise([6], 9)))
  return g.finish('network', ['x'], isMiddleRead ? [result, middle] : [result])
}

const largeProducts = (graph: StaticGraph) =>
  graph.nodes.filter(({ opType, outputs }) => opType === 'Mul' && graph.types.get(outputs[0] ?? '')?.shape.includes(8))

test('two factors around a reshape become one pass over the image, with the same values', async () => {
  const graph = scaledTwice(false)
  expect(largeProducts(mergedFactors(graph))).toHaveLength(1)
  expect(mergedFactors(graph).nodes.filter(({ opType }) => opType === 'Mul')).toHaveLength(2)
  expect(await differenceAfter(mergedFactors, graph)).toBeLessThan(1e-6)
})

test('a middle that is read elsewhere stays', () => {
  const graph = scaledTwice(true)
  expect(mergedFactors(graph).nodes).toEqual(graph.nodes)
})
