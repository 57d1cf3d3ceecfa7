import { expect, test } from 'vitest'
import { GraphBuilder, transpose } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { softmaxGradients } from './softmax-gradient.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

/** Self-attention softmax(x x^T) x of 2 heads, `tokens` tokens of 4 features; the weights are put out where asked. */
function attention(tokens: number, isWeightsRead = false): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[2, tokens, 4]], attributes: {} }))
  g.restart([])
  const weights = g.emit('Softmax', [g.emit('MatMul', ['x', transpose(g, 'x', [0, 2, 1])])], { axis: -1 })
  const y = g.emit('MatMul', [weights, 'x'])
  return g.finish('attention', ['x'], [isWeightsRead ? g.emit('Concat', [y, weights], { axis: 2 }) : y])
}

const large = (graph: StaticGraph) =>
  graph.nodes.filter(({ opType, outputs }) => {
    const shape = graph.types.get(outputs[0] ?? '')?.shape ?? []
    return ['Mul', 'Sub', 'ReduceSum'].includes(opType) && shape[1] === 32 && shape[2] === 32
  })

test("attention's gradient takes one pass over the weights beside its product, with the same values", async () => {
  const vjp = deriveVjp(attention(32))
  expect(large(vjp)).toHaveLength(3)
  expect(large(softmaxGradients(vjp))).toHaveLength(1)
  expect(await differenceAfter(softmaxGradients, vjp)).toBeLessThan(1e-6)
})

test('weights that are read elsewhere too, and few of them, stay', () => {
  for (const graph of [deriveVjp(attention(32, true)), deriveVjp(attention(8))]) {
    expect(softmaxGradients(graph).nodes).toEqual(graph.nodes)
  }
})
