import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceAfter, smallGraph } from './test/compare.ts'
import { transposedConvolutionsAsPhases } from './transposed-convolution.ts'

const axis = fc
  .record({
    input: fc.integer({ min: 1, max: 5 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
    extra: fc.integer({ min: 0, max: 3 }),
  })
  .map((a) => ({ ...a, extra: Math.min(a.extra, a.stride - 1) }))
  .filter((a) => a.stride * (a.input - 1) + a.extra + a.dilation * (a.kernel - 1) + 1 - a.before - a.after > 0)

const configuration = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
  batch: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 2 }),
  inputs: fc.integer({ min: 1, max: 2 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  hasBias: fc.boolean(),
})

test('any transposed convolution in 1-D to 3-D equals its phases', async () => {
  await fc.assert(
    fc.asyncProperty(configuration, async ({ axes, batch, group, inputs, outputs, hasBias }) => {
      const graph = smallGraph({
        opType: 'ConvTranspose',
        shapes: [
          [batch, group * inputs, ...axes.map((a) => a.input)],
          [group * inputs, outputs, ...axes.map((a) => a.kernel)],
          hasBias ? [group * outputs] : undefined,
        ],
        attributes: {
          group,
          strides: axes.map((a) => a.stride),
          dilations: axes.map((a) => a.dilation),
          pads: [...axes.map((a) => a.before), ...axes.map((a) => a.after)],
          output_padding: axes.map((a) => a.extra),
        },
      })
      expect(await differenceAfter(transposedConvolutionsAsPhases, graph)).toBeLessThan(1e-5)
    }),
    { numRuns: 150, seed: 4 },
  )
})

test('a patch embedding of 4 x 4 x 4 taken back becomes one product, not 64 phases', async () => {
  const graph = smallGraph({
    opType: 'ConvTranspose',
    shapes: [[2, 5, 2, 3, 2], [5, 3, 4, 4, 4], [3]],
    attributes: { strides: [4, 4, 4] },
  })
  const lowered = transposedConvolutionsAsPhases(graph)
  expect(lowered.nodes.filter(({ opType }) => opType === 'Conv')).toHaveLength(1)
  expect(await differenceAfter(transposedConvolutionsAsPhases, graph)).toBeLessThan(1e-5)
})
