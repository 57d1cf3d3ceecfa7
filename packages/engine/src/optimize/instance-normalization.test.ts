import { expect, test } from 'vitest'
import { GraphBuilder } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import { commonSubexpressions } from './common-subexpressions.ts'
import { exactInstanceNormalizations } from './instance-normalization.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

const attributes = { epsilon: { kind: 'float', value: 1e-3 } } as const

test.each([
  ['3-D', [2, 3, 4, 5, 6]],
  ['one long axis, as exporters write group normalisation', [1, 2, 8192]],
  ['a prime extent', [1, 2, 4099]],
])('instance normalisation keeps its values: %s', async (_, shape) => {
  const channels = shape[1] ?? 1
  const graph = smallGraph({ opType: 'InstanceNormalization', shapes: [shape, [channels], [channels]], attributes })
  expect(await differenceAfter(exactInstanceNormalizations, graph)).toBeLessThan(1e-5)
})

test('forward and backward pass share the statistics', async () => {
  const graph = smallGraph({ opType: 'InstanceNormalization', shapes: [[1, 2, 4, 4], [2], [2]], attributes })
  const lowered = exactInstanceNormalizations(deriveVjp(graph))
  const reductions = (from: typeof lowered) => from.nodes.filter(({ opType }) => opType === 'ReduceSumSquare').length
  expect([reductions(lowered), reductions(commonSubexpressions(lowered))]).toEqual([2, 1])
  expect(await differenceAfter(commonSubexpressions, lowered)).toBe(0)
})

test('nodes that draw random numbers are not merged', () => {
  const g = GraphBuilder.over(smallGraph({ opType: 'Relu', shapes: [[4]], attributes: {} }))
  const noise = () => g.emit('RandomNormalLike', ['x'])
  const graph = g.finish('noisy', ['x'], [g.emit('Add', [noise(), noise()])])
  expect(commonSubexpressions(graph).nodes.filter(({ opType }) => opType === 'RandomNormalLike')).toHaveLength(2)
})
