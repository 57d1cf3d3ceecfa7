import { describe, expect, test } from 'vitest'
import { add, GraphBuilder, multiply } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import { estimateCost, executionOrder, type StaticGraph } from '../onnx/index.ts'
import { checkpointing } from './checkpointing.ts'
import { differenceAfter, smallGraph } from './test/compare.ts'

/** 256 KiB a value. */
const empty = () => {
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[64, 1024]], attributes: {} }))
  g.restart([])
  return g
}

/** tanh 24 times, with a skip connection from the first to the last: the gradient needs each result. */
function network(): StaticGraph {
  const g = empty()
  const first = g.emit('Tanh', ['x'])
  let value = first
  for (let layer = 0; layer < 23; layer++) value = g.emit('Tanh', [multiply(g, value, g.scalar(1.5))])
  return g.finish('network', ['x'], [add(g, value, first)])
}

const value = 64 * 1024 * 4
const peakValues = (graph: StaticGraph) =>
  estimateCost({ ...graph, nodes: executionOrder(graph) }).liveBytesEstimate / value
const count = (graph: StaticGraph, opType: string) => graph.nodes.filter((node) => node.opType === opType).length

describe('recomputation by segments', () => {
  test.each([2, 3, 4, 6])('keeps every bit of logits and gradient in %i segments', async (segments) => {
    const joint = deriveVjp(network())
    expect(await differenceAfter(checkpointing(segments), joint)).toBe(0)
  })

  test('holds less at once, and computes nothing of the last segment again', () => {
    const joint = deriveVjp(network())
    const cut = checkpointing(3)(joint)
    expect(peakValues(cut)).toBeLessThan(0.7 * peakValues(joint))
    const repeated = count(cut, 'Tanh') - count(joint, 'Tanh')
    expect(repeated).toBeGreaterThan(4)
    expect(repeated).toBeLessThan(17)
  })

  test('leaves a graph alone that is one segment or has no backward pass', () => {
    const joint = deriveVjp(network())
    expect(checkpointing(1)(joint)).toBe(joint)
    const graph = network()
    expect(checkpointing(3)(graph)).toBe(graph)
  })

  test('draws random values once', async () => {
    const g = empty()
    const noise = g.emit('RandomNormalLike', ['x'])
    let y = multiply(g, 'x', noise)
    for (let layer = 0; layer < 8; layer++) y = g.emit('Tanh', [y])
    const joint = deriveVjp(g.finish('network', ['x'], [y]))
    const cut = checkpointing(3)(joint)
    expect(count(cut, 'Tanh')).toBeGreaterThan(count(joint, 'Tanh'))
    expect(count(cut, 'RandomNormalLike')).toBe(1)
  })
})
