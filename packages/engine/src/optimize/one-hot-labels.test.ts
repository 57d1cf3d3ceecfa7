import { expect, test } from 'vitest'
import { add, GraphBuilder, multiply } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { dataTypeCodes } from '../tensor/index.ts'
import { oneHotLabels } from './one-hot-labels.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

/** x of 4 channels plus x² at the labels, and x at the labels alone; labels 0 to 3, uint8 where `isByte`. */
function atLabels(isByte: boolean): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[1, 4, 2, 3, 3]], attributes: {} }))
  g.restart([])
  const labels = Array.from({ length: 18 }, (_, voxel) => (voxel * 7) % 4)
  const index = g.emit('Cast', [g.constant(isByte ? 'uint8' : 'int32', [1, 1, 2, 3, 3], labels)], {
    to: dataTypeCodes.int64,
  })
  const values = g.emit('ReduceSumSquare', ['x', g.ints([1])], { keepdims: 1 })
  const scattered = g.emit('ScatterElements', ['x', index, values], { axis: 1, reduction: 'add' })
  const isLabel = g.emit('Equal', [index, g.constant('int64', [1, 4, 1, 1, 1], [0, 1, 2, 3])])
  const kept = g.emit('Where', [isLabel, multiply(g, 'x', 'x'), g.scalar(0)])
  return g.finish('network', ['x'], [add(g, scattered, kept)])
}

const operators = (graph: StaticGraph) => graph.nodes.map(({ opType }) => opType)

test('values at the labels are added and kept by masks, with the same bits', async () => {
  const graph = atLabels(true)
  const made = operators(oneHotLabels(0)(graph))
  expect(made).not.toContain('ScatterElements')
  expect(made).not.toContain('Where')
  expect(await differenceAfter(oneHotLabels(0), graph)).toBe(0)
})

test('small tensors, and indices that may be negative, stay', () => {
  expect(operators(oneHotLabels()(atLabels(true)))).toEqual(operators(atLabels(true)))
  expect(operators(oneHotLabels(0)(atLabels(false)))).toEqual(operators(atLabels(false)))
})
