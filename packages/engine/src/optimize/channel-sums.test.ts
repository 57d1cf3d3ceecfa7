import { expect, test } from 'vitest'
import type { StaticGraph } from '../onnx/index.ts'
import { GraphBuilder } from '../build/index.ts'
import { channelSums } from './channel-sums.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

function summed(axes: readonly number[], channels = 5): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[2, channels, 3, 4, 4]], attributes: {} }))
  g.restart([])
  return g.finish('network', ['x'], [g.emit('Neg', [g.emit('ReduceSum', ['x', g.ints(axes)], { keepdims: 1 })])])
}

const operators = (graph: StaticGraph) => graph.nodes.map(({ opType }) => opType)

test('the sum over channels becomes a product with ones, with the same values', async () => {
  const graph = summed([1])
  expect(operators(channelSums(0)(graph))).toEqual(['Reshape', 'MatMul', 'Reshape', 'Neg'])
  expect(await differenceAfter(channelSums(0), graph)).toBeLessThan(1e-6)
})

test.each([
  ['small ones', channelSums(), summed([1])],
  ['sums over space', channelSums(0), summed([2, 3, 4])],
  ['sums over many channels', channelSums(0), summed([1], 33)],
] as const)('%s stay', (_, rewrite, graph) => {
  expect(rewrite(graph).nodes).toEqual(graph.nodes)
})
