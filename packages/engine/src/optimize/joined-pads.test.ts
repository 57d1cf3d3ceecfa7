import { expect, test } from 'vitest'
import { add, GraphBuilder, padZeros, slice } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { joinedPads } from './joined-pads.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

/** Rows [from, to) of x [2, 6, 4] for each span, padded to 6 rows and added up. */
function padded(spans: readonly (readonly [number, number])[]): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[2, 6, 4]], attributes: {} }))
  g.restart([])
  const [first = '', ...others] = spans.map(([from, to]) =>
    padZeros(g, slice(g, 'x', { axes: [1], starts: [from], ends: [to] }), [0, from, 0], [0, 6 - to, 0]),
  )
  return g.finish('network', ['x'], [others.reduce((sum, part) => add(g, sum, part), first)])
}

const operators = (graph: StaticGraph) => graph.nodes.map(({ opType }) => opType)

test('padded parts that fill the whole become one Concat, in whichever order they are added', async () => {
  const graph = padded([
    [2, 3],
    [3, 6],
    [0, 2],
  ])
  expect(operators(joinedPads(0)(graph))).toEqual(['Slice', 'Slice', 'Slice', 'Concat', 'Identity'])
  expect(await differenceAfter(joinedPads(0), graph)).toBe(0)
})

test.each([
  ['overlap', [0, 4], [3, 6]],
  ['leave a gap', [0, 2], [3, 6]],
] as const)('parts that %s stay a sum', (_, first, second) => {
  const graph = padded([first, second])
  expect(joinedPads(0)(graph).nodes).toEqual(graph.nodes)
})

test('small sums stay', () => {
  const graph = padded([
    [0, 3],
    [3, 6],
  ])
  expect(joinedPads()(graph).nodes).toEqual(graph.nodes)
})
