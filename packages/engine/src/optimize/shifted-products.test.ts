import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shiftedProducts } from './shifted-products.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

const axis = fc.record({
  input: fc.integer({ min: 4, max: 7 }),
  kernel: fc.integer({ min: 3, max: 4 }),
  before: fc.integer({ min: 0, max: 4 }),
  after: fc.integer({ min: 0, max: 4 }),
})

test('a convolution onto one or two channels in 2-D or 3-D keeps its values', async () => {
  const configuration = fc.record({
    axes: fc.array(axis, { minLength: 2, maxLength: 3 }),
    batch: fc.integer({ min: 1, max: 2 }),
    filters: fc.integer({ min: 1, max: 2 }),
    hasBias: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(configuration, async ({ axes, batch, filters, hasBias }) => {
      const graph = smallGraph({
        opType: 'Conv',
        shapes: [
          [batch, 16, ...axes.map(({ input }) => input)],
          [filters, 16, ...axes.map(({ kernel }) => kernel)],
          hasBias ? [filters] : undefined,
        ],
        attributes: { pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)] },
      })
      expect(shiftedProducts(graph).nodes.some(({ opType }) => opType === 'Conv')).toBe(false)
      expect(await differenceAfter(shiftedProducts, graph)).toBeLessThan(1e-5)
    }),
    { numRuns: 60, seed: 5 },
  )
})

test.each([
  ['three filters', [3, 16, 3, 3, 3], {}],
  ['few channels', [1, 8, 3, 3, 3], {}],
  ['one tap', [1, 16, 1, 1, 1], {}],
  ['a stride', [1, 16, 3, 3, 3], { strides: [2, 2, 2] }],
])('%s: the kernel stays', (_, w, attributes) => {
  const graph = smallGraph({ opType: 'Conv', shapes: [[1, w[1] ?? 1, 6, 6, 6], w], attributes })
  expect(shiftedProducts(graph).nodes).toEqual(graph.nodes)
})
