import { describe, expect, test } from 'vitest'
import { GraphBuilder, multiply } from '../build/index.ts'
import { deriveVjp } from '../differentiate/index.ts'
import { encodeModel, type StaticGraph } from '../onnx/index.ts'
import { noise, smallGraph } from '../optimize/test/compare.ts'
import { openWindowModel } from './open-window-model.ts'
import { planGradient } from './plan-gradient.ts'

const mebibyte = 2 ** 20
const windowShape = [32, 64, 64] as const

/** Logits of two classes after 24 layers of 4 channels: 2 MiB a layer, each of which the gradient needs. */
function network(window: readonly number[] = windowShape): StaticGraph {
  const shape = [1, 1, ...window]
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

/** Logits of two classes after layers of a 3x3x3 Conv and Tanh. */
function convolutions(window: readonly number[], sizes: { layers: number; channels: number }): StaticGraph {
  const { layers, channels } = sizes
  const g = GraphBuilder.over(smallGraph({ opType: 'Identity', shapes: [[1, 1, ...window]], attributes: {} }))
  g.restart([])
  const convolve = (x: string, filters: number) => {
    const kernel = [filters, g.shapeOf(x)[1] ?? 1, 3, 3, 3]
    return g.emit('Conv', [x, g.constant('float32', kernel, noise(kernel, 1))], { pads: [1, 1, 1, 1, 1, 1] })
  }
  let y = 'x'
  for (let layer = 0; layer < layers; layer++) y = g.emit('Tanh', [convolve(y, channels)])
  return g.finish('network', ['x'], [convolve(y, 2)])
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

  test('runs the network again where handing over what it kept takes longer, and fits', () => {
    // 24 layers of 256 MiB, a few operations each.
    const large = network([128, 256, 512])
    const vjp = deriveVjp(large)
    const again = planGradient(large, vjp)
    expect(again).toMatchObject({ keepsResiduals: false, segments: 1 })
    // 1.25 GiB in five layers of hundreds of operations a byte.
    const dear = convolutions([64, 128, 128], { layers: 5, channels: 64 })
    expect(planGradient(dear, deriveVjp(dear))).toMatchObject({ keepsResiduals: true })
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
