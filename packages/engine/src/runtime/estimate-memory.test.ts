import { expect, test } from 'vitest'
import { add, GraphBuilder } from '../build/index.ts'
import type { StaticGraph } from '../onnx/index.ts'
import { smallGraph } from '../optimize/test/compare.ts'
import { estimateMemory } from './estimate-memory.ts'

const mebibyte = 2 ** 20

/** logits = tanh(x) + x, with x of 1 MiB. */
function network(): StaticGraph {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[256, 1024]], attributes: {} }))
  g.restart([])
  return g.finish('network', ['x'], [add(g, g.emit('Tanh', ['x']), 'x')])
}

test('the sessions of a network add up, with the residuals and the logits between them', () => {
  const { forwardBytes, gradientBytes } = estimateMemory(network())
  // Node and ONNX Runtime; x, tanh(x) and the logits alive at once; the logits handed out.
  expect(forwardBytes / mebibyte).toBeCloseTo(200 + 1.15 * 3 + 1, 3)
  // Forward: x and the logits beside the residual tanh(x) of 1; backward; two more copies of the logits' size.
  const backward = (gradientBytes - forwardBytes) / mebibyte - 1.15 * 2 - 1 - 2
  expect(backward).toBeGreaterThanOrEqual(1.15 * 2)
  expect(backward).toBeLessThanOrEqual(1.15 * 5)
})
