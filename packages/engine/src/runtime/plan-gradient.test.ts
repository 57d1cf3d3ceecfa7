import { describe, expect, test } from 'vitest'
import { GraphBuilder, multiply } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import { encodeModel, type StaticGraph } from '../onnx/index.ts'
import { smallGraph } from '../optimize/test/compare.ts'
import { openWindowModel } from './open-window-model.ts'
import { planGradient } from './plan-gradient.ts'

const mebibyte = 2 ** 20
const windowShape = [32, 64, 64] as const

/** Logits of two classes after 24 layers of 4 channels: 2 MiB a layer, each of which the gradient needs. */
function network(): StaticGraph {
  const shape = [1, 1, ...windowShape]
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [shape], attributes: {} }))
  g.restart([])
  const channels = (count: number, values: number) =>
    g.constant(
      'float32',
      [1, count, 1, 1, 1],
      Float32Array.from({ length: count }, (_, i) => values + i / 8),
    )
  let y = multiply(g, 'x', channels(4, 0.5))
  for (let layer = 0; layer < 24; layer++) y = g.emit('Tanh', [multiply(g, y, channels(4, 1))])
  const weights = g.constant('float32', [2, 4, 1, 1, 1], Float32Array.of(1, -1, 2, 0.5, -0.5, 1, -2, 1))
  return g.finish('network', ['x'], [g.emit('Conv', [y, weights])])
}

describe('the way to a gradient within a budget', () => {
  const graph = network()
  const vjp = deriveVjp(graph)
  const plan = (memoryBytes?: number) => planGradient(graph, vjp, memoryBytes)

  test('keeps what the backward pass needs where it fits', () => {
    const free = plan()
    expect(free).toMatchObject({ keepsResiduals: true, segments: 1 })
    expect(plan(free.bytes / 0.9 + mebibyte)).toMatchObject({ keepsResiduals: true })
  })

  test('runs the network again where it does not, in as few segments as fit', () => {
    const free = plan()
    const again = plan(free.bytes / 0.9 - mebibyte)
    expect(again.keepsResiduals).toBe(false)
    expect(again.bytes).toBeLessThan(free.bytes)
    const tight = plan(again.bytes / 0.9 - mebibyte)
    expect(tight.segments).toBeGreaterThan(again.segments)
    expect(tight.bytes).toBeLessThan(again.bytes)
  })

  test('says what would fit where nothing does', () => {
    expect(() => plan(150 * mebibyte)).toThrow(/A gradient would take about 0\.\d GiB of memory.*budget is 0\.1 GiB/)
  })

  test('gives the same gradient in each way', async () => {
    const bytes = encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: 10 })
    const x = Float32Array.from({ length: 32 * 64 * 64 }, (_, i) => ((i * 37) % 101) / 101)
    const dz = Float32Array.from({ length: 2 * x.length }, (_, i) => ((i * 17) % 31) / 31 - 0.5)
    const least = plan(plan().bytes / 0.9 - mebibyte)
    const gradients: Float32Array[] = []
    for (const memoryBytes of [undefined, plan().bytes / 0.9 - mebibyte, least.bytes / 0.9 - mebibyte]) {
      const model = await openWindowModel(bytes, { windowShape, memoryBytes, threads: 1 })
      const { dx } = await model.forwardThenVjp(x, () => dz)
      expect(await model.vjp(x, dz)).toEqual(dx)
      gradients.push(dx)
      await model.close()
    }
    expect(gradients[1]).toEqual(gradients[0])
    expect(gradients[2]).toEqual(gradients[0])
  })
})
