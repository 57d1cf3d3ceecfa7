import { expect, test } from 'vitest'
import { GraphBuilder, multiply } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import type { Shape } from '../tensor/index.ts'
import { foldedFactors } from './folded-factors.ts'
import type { GraphRewrite } from './rewrite.ts'
import { differenceAfter, noise, smallGraph } from './test/compare.ts'
import { winogradConvolutions } from './winograd-convolution.ts'

/** Conv(x · f) for x [1, 16, 8, 64, 64] and f a norm of each channel; the scaled image is an output too where asked. */
function scaledConvolution(kernel: Shape, isImageRead = false): StaticGraph {
  const shape = [1, 16, 8, 64, 64]
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [shape], attributes: {} }))
  g.restart([])
  const image = multiply(g, 'x', g.emit('ReduceL2', ['x', g.ints([2, 3, 4])], { keepdims: 1 }))
  const pads = [...kernel.slice(2), ...kernel.slice(2)].map((taps) => (taps - 1) / 2)
  const y = g.emit('Conv', [image, g.constant('float32', kernel, noise(kernel, 5))], {
    kernel_shape: kernel.slice(2),
    pads,
  })
  return g.finish('network', ['x'], isImageRead ? [y, image] : [y])
}

const scaledImages = (graph: StaticGraph) =>
  graph.nodes.filter(({ opType, outputs }) => opType === 'Mul' && graph.types.get(outputs[0] ?? '')?.shape[2] === 8)

const folded: GraphRewrite = foldedFactors(0)

test.each([
  ['of one tap', [16, 16, 1, 1, 1], folded],
  ['of three taps', [16, 16, 3, 3, 3], folded],
  ["in Winograd's form", [16, 16, 3, 3, 3], (graph: StaticGraph) => winogradConvolutions(folded(graph))],
] as const)("an image's factors go into a kernel %s, with the same values", async (_, kernel, rewrite) => {
  const graph = scaledConvolution(kernel)
  expect(scaledImages(graph)).toHaveLength(1)
  expect(scaledImages(rewrite(graph))).toHaveLength(0)
  expect(await differenceAfter(rewrite, graph)).toBeLessThan(3e-6)
})

test("Winograd's form takes a scaled kernel, which is not fixed", () => {
  const graph = winogradConvolutions(folded(scaledConvolution([16, 16, 3, 3, 3])))
  expect(scaledImages(graph)).toHaveLength(0)
  expect(graph.nodes.find(({ opType }) => opType === 'Conv')?.attributes.kernel_shape).toEqual({
    kind: 'ints',
    value: [3, 3],
  })
})

test('a scaled image that is read elsewhere stays, and so does a small one', () => {
  const read = scaledConvolution([16, 16, 3, 3, 3], true)
  expect(folded(read).nodes).toEqual(read.nodes)
  const small = scaledConvolution([16, 16, 3, 3, 3])
  expect(foldedFactors()(small).nodes).toEqual(small.nodes)
})
