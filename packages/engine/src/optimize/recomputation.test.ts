import { expect, test } from 'vitest'
import { add, GraphBuilder, multiply, transpose } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { lateAuxiliaries } from './late-auxiliaries.ts'
import { passesOf } from './passes.ts'
import { recomputation } from './recomputation.ts'
import { signMasks } from './sign-masks.ts'
import { differenceAfter, noise, smallGraph } from './test/compare.ts'

/** y = tanh(2 relu(u + 1)) with u = x^2: the gradient needs the sign of u + 1 and u's factor x. */
function network(): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[64, 1024]], attributes: {} }))
  g.restart([])
  const u = multiply(g, 'x', 'x')
  const activated = g.emit('Relu', [add(g, u, g.scalar(1))])
  return g.finish('network', ['x'], [g.emit('Tanh', [multiply(g, activated, g.scalar(2))])])
}

const crossing = (graph: StaticGraph): string[] => {
  const passes = passesOf(graph)
  if (passes === undefined) return []
  const made = new Set([...passes.forward].flatMap((node) => node.outputs))
  const late = graph.nodes.filter((node) => !passes.forward.has(node))
  const large = (name: string) => (graph.types.get(name)?.shape.length ?? 0) > 0
  return [...new Set(late.flatMap(({ inputs }) => inputs.filter((name) => made.has(name) && large(name))))]
}

test('what cheap operators make of kept values is computed again, with the same values', async () => {
  const joint = signMasks(deriveVjp(network()))
  // The activation's input and tanh's output cross from forward to backward; then only the output, which is asked for.
  expect(crossing(joint)).toHaveLength(2)
  expect(crossing(recomputation(joint))).toHaveLength(1)
  expect(await differenceAfter(recomputation, joint)).toBe(0)
})

/** y = softmax(3 x x^T + bias) x of 2 heads, 256 tokens of `features` features; the bias is a transposed constant. */
function attention(features: number): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[2, 256, features]], attributes: {} }))
  g.restart([])
  const product = g.emit('MatMul', ['x', transpose(g, 'x', [0, 2, 1])])
  const bias = transpose(g, g.constant('float32', [256, 1], noise([256], 2)), [1, 0])
  const weights = g.emit('Softmax', [add(g, multiply(g, product, g.scalar(3)), bias)], { axis: -1 })
  return g.finish('attention', ['x'], [g.emit('MatMul', [weights, 'x'])])
}

test('weights of attention heads with few features are computed again from queries and keys', async () => {
  const weights = (graph: StaticGraph) =>
    crossing(graph).filter((name) => graph.types.get(name)?.shape.join() === '2,256,256')
  const joint = deriveVjp(attention(16))
  expect(weights(joint)).toHaveLength(1)
  expect(weights(recomputation(joint))).toHaveLength(0)
  expect(await differenceAfter(recomputation, joint)).toBe(0)
  const wide = deriveVjp(attention(64))
  expect(weights(recomputation(wide))).toHaveLength(1)
})

test('masks stand before the backward pass in the list, which makes ONNX Runtime compute them late', async () => {
  const joint = signMasks(deriveVjp(network()))
  const ordered = lateAuxiliaries(joint)
  const place = (opType: string) => ordered.nodes.findIndex((node) => node.opType === opType)
  const firstBackward = ordered.nodes.findIndex((node) => passesOf(ordered)?.backward.has(node))
  expect(place('HardSigmoid')).toBeLessThan(firstBackward)
  expect(await differenceAfter(lateAuxiliaries, joint)).toBe(0)
})

test('a graph without a backward pass stays as it is', () => {
  const graph = network()
  expect(lateAuxiliaries(recomputation(graph))).toBe(graph)
})
