import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deriveVjp } from '../differentiate/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'
import { winogradConvolutions } from './winograd-convolution.ts'

const convolution = (
  extents: readonly number[],
  options: {
    channels?: number
    filters?: number
    batch?: number
    kernel?: readonly number[]
    pads?: readonly number[]
    group?: number
    strides?: readonly number[]
    hasBias?: boolean
  } = {},
): StaticGraph => {
  const { channels = 16, filters = 16, batch = 1, kernel = [3, 3, 3], pads = [1, 1, 1, 1, 1, 1] } = options
  const { group = 1, strides = [1, 1, 1], hasBias = false } = options
  return smallGraph({
    opType: 'Conv',
    shapes: [[batch, channels, ...extents], [filters, channels / group, ...kernel], hasBias ? [filters] : undefined],
    attributes: { pads, group, strides },
  })
}

const kernelRanks = (graph: StaticGraph) =>
  graph.nodes
    .filter(({ opType }) => opType === 'Conv')
    .map(({ inputs }) => (graph.types.get(inputs[1] ?? '')?.shape.length ?? 0) - 2)

const isRewritten = (graph: StaticGraph) => kernelRanks(winogradConvolutions(graph)).every((rank) => rank === 2)

test('any 3-D convolution of stride 1 keeps its values to 1e-5 of the largest', async () => {
  const configuration = fc
    .record({
      extents: fc.tuple(
        fc.integer({ min: 3, max: 11 }),
        fc.integer({ min: 7, max: 11 }),
        fc.integer({ min: 8, max: 13 }),
      ),
      channels: fc.constantFrom(16, 32),
      filters: fc.constantFrom(16, 48),
      batch: fc.integer({ min: 1, max: 2 }),
      kernel: fc.constantFrom([3, 3, 3], [3, 3, 5], [3, 4, 3]),
      sides: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
      hasBias: fc.boolean(),
    })
    .map(({ extents, sides, ...rest }) => ({ extents, options: { ...rest, pads: sides } }))
  let rewritten = 0
  await fc.assert(
    fc.asyncProperty(configuration, async ({ extents, options }) => {
      const graph = convolution(extents, options)
      if (isRewritten(graph)) rewritten++
      expect(await differenceAfter(winogradConvolutions, graph)).toBeLessThan(1e-5)
    }),
    { numRuns: 60, seed: 7 },
  )
  expect(rewritten).toBeGreaterThan(20)
})

test('an image too large for one part is filtered in several, with the same values', async () => {
  const graph = convolution([9, 64, 200], { channels: 48, filters: 16 })
  expect(kernelRanks(winogradConvolutions(graph))).toEqual([2, 2])
  expect(await differenceAfter(winogradConvolutions, graph)).toBeLessThan(1e-5)
})

test('the input gradient of such a convolution is one too', async () => {
  const joint = deriveVjp(convolution([8, 8, 8], { channels: 16, filters: 32, hasBias: true }))
  expect(kernelRanks(joint)).toEqual([3, 3])
  expect(kernelRanks(winogradConvolutions(joint))).toEqual([2, 2])
  expect(await differenceAfter(winogradConvolutions, joint)).toBeLessThan(1e-5)
})

describe('what would not gain stays', () => {
  test.each([
    ['channels that fill no block', convolution([8, 8, 8], { channels: 14 })],
    ['groups', convolution([8, 8, 8], { group: 2, channels: 32 })],
    ['strides', convolution([16, 16, 16], { strides: [1, 2, 2] })],
    ['one tap along depth', convolution([8, 8, 8], { kernel: [1, 3, 3], pads: [0, 1, 1, 0, 1, 1] })],
    ['one output plane', convolution([1, 16, 16])],
    ['few voxels', convolution([4, 7, 7])],
  ])('%s', (_, graph) => {
    expect(winogradConvolutions(graph).nodes).toEqual(graph.nodes)
  })
})
