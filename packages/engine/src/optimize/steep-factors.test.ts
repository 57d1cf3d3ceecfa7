import { expect, test } from 'vitest'
import { add, GraphBuilder, multiply } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { steepFactors } from './steep-factors.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

/** clip(1e30 r, 0.01, 1) for r = x · a, or x · a + x² · b where `isSum`, with a and b per channel. */
function mask(isSum: boolean): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[1, 2, 8, 8, 8]], attributes: {} }))
  g.restart([])
  const norm = (power: string) => g.emit(power, ['x', g.ints([2, 3, 4])], { keepdims: 1 })
  const scaled = multiply(g, 'x', norm('ReduceL1'))
  const r = isSum ? add(g, scaled, multiply(g, multiply(g, 'x', 'x'), norm('ReduceSum'))) : scaled
  return g.finish('network', ['x'], [g.emit('Clip', [multiply(g, r, g.scalar(1e30)), g.scalar(0.01), g.scalar(1)])])
}

const passes = (graph: StaticGraph) =>
  graph.nodes.filter(({ opType, outputs }) => opType === 'Mul' && graph.types.get(outputs[0] ?? '')?.shape[2] === 8)

test.each([
  ['a scaled value', false, 1],
  ['a sum of two', true, 3],
] as const)('the mask of %s takes a pass less and stays the same', async (_, isSum, left) => {
  const graph = mask(isSum)
  expect(passes(graph)).toHaveLength(left + 1)
  expect(passes(steepFactors(0)(graph))).toHaveLength(left)
  expect(await differenceAfter(steepFactors(0), graph)).toBe(0)
})

test('small masks stay', () => {
  const graph = mask(true)
  expect(steepFactors()(graph).nodes).toEqual(graph.nodes)
})
