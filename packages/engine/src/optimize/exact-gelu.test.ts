import { expect, test } from 'vitest'
import { add, divide, GraphBuilder, multiply } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { exactGelus } from './exact-gelu.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

type Spelling = (g: GraphBuilder, cdf: string) => string

function network(spell: Spelling, slope: (g: GraphBuilder) => string): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[3, 16]], attributes: {} }))
  g.restart([])
  return g.finish('network', ['x'], [spell(g, add(g, g.emit('Erf', [slope(g)]), g.scalar(1)))])
}

const overRoot = (g: GraphBuilder) => divide(g, 'x', g.scalar(Math.SQRT2))
const spellings: readonly [string, Spelling, (g: GraphBuilder) => string][] = [
  ['(x (1 + erf)) 1/2', (g, cdf) => multiply(g, multiply(g, 'x', cdf), g.scalar(0.5)), overRoot],
  ['(x 1/2) (1 + erf)', (g, cdf) => multiply(g, multiply(g, 'x', g.scalar(0.5)), cdf), overRoot],
  [
    'x (1/2 (1 + erf))',
    (g, cdf) => multiply(g, 'x', multiply(g, g.scalar(0.5), cdf)),
    (g) => multiply(g, g.scalar(Math.SQRT1_2), 'x'),
  ],
]

test.each(spellings)('%s becomes one Gelu, with the same values', async (_, spell, slope) => {
  const graph = network(spell, slope)
  expect(exactGelus(graph).nodes.map(({ opType }) => opType)).toEqual(['Gelu', 'Identity'])
  expect(await differenceAfter(exactGelus, graph)).toBeLessThan(1e-6)
})

test.each([
  [
    'another slope',
    network(
      (g, cdf) => multiply(g, multiply(g, 'x', cdf), g.scalar(0.5)),
      (g) => divide(g, 'x', g.scalar(1.5)),
    ),
  ],
  ['another factor', network((g, cdf) => multiply(g, multiply(g, 'x', cdf), g.scalar(0.4)), overRoot)],
  ['another x', network((g, cdf) => multiply(g, multiply(g, g.emit('Neg', ['x']), cdf), g.scalar(0.5)), overRoot)],
])('%s stays', (_, graph) => {
  expect(exactGelus(graph).nodes).toEqual(graph.nodes)
})
