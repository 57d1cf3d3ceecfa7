import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awayFrom, losses, randomSource } from '../attacks/index.ts'
import { predictedClasses } from '../metrics/index.ts'
import { openSession, type Session } from '../runtime/session.ts'
import { isMissing, largestDifference, readBytes, readFloats } from '../test/shared-data.ts'
import { type Blending, slidingWindowVictim, type WindowModel } from './index.ts'

const windowShape = [2, 3, 3] as const
const windowVoxels = 18
const classCount = 2

/** z_k = a_kv x_0 + b_kv x_1^2 with other weights in every voxel of the window, so that it matters where it lies. */
function positionalModel(): WindowModel & { readonly calls: string[] } {
  const random = randomSource(['positional'])
  const weights = Array.from({ length: classCount * 2 }, () =>
    Float32Array.from({ length: windowVoxels }, () => 2 * random.normal()),
  )
  const weight = (k: number, c: number, v: number) => (weights[k * 2 + c] as Float32Array)[v] as number
  const calls: string[] = []
  const forward = async (x: Float32Array) => {
    calls.push('forward')
    return Float32Array.from({ length: classCount * windowVoxels }, (_, i) => {
      const [k, v] = [Math.floor(i / windowVoxels), i % windowVoxels]
      return weight(k, 0, v) * (x[v] as number) + weight(k, 1, v) * (x[windowVoxels + v] as number) ** 2
    })
  }
  const vjp = async (x: Float32Array, dz: Float32Array) => {
    calls.push('vjp')
    return Float32Array.from({ length: 2 * windowVoxels }, (_, i) => {
      const [c, v] = [Math.floor(i / windowVoxels), i % windowVoxels]
      const slope = c === 0 ? 1 : 2 * (x[i] as number)
      return slope * [0, 1].reduce((sum, k) => sum + weight(k, c, v) * (dz[k * windowVoxels + v] as number), 0)
    })
  }
  return {
    channelCount: 2,
    classCount,
    windowShape,
    calls,
    forward,
    vjp,
    async forwardThenVjp(x, cotangent) {
      calls.push('forwardThenVjp')
      const logits = await forward(x)
      return { logits, dx: await vjp(x, await cotangent(logits)) }
    },
    async close() {},
  }
}

function example(volume: readonly [number, number, number]) {
  const voxels = volume[0] * volume[1] * volume[2]
  const random = randomSource(['volume', ...volume])
  const x = { shape: [1, 2, ...volume], data: Float32Array.from({ length: 2 * voxels }, () => random.uniform()) }
  return { x, label: Uint8Array.from({ length: voxels }, (_, v) => (v % 3 === 0 ? 1 : 0)) }
}

describe('the gradient through the sliding window', () => {
  const cases: [string, readonly [number, number, number], Blending][] = [
    ['overlapping windows, constant', [4, 5, 4], 'constant'],
    ['overlapping windows, gaussian', [4, 5, 4], 'gaussian'],
    ['one window', [2, 3, 3], 'gaussian'],
    ['a volume smaller than the window', [1, 2, 3], 'gaussian'],
    ['smaller along one axis, larger along another', [1, 6, 4], 'gaussian'],
  ]
  test.each(cases)('%s: equals central differences of the blended predictor', async (_, volume, blending) => {
    const victim = slidingWindowVictim(positionalModel(), { volumeShape: [1, 2, ...volume], overlap: 0.5, blending })
    const { x, label } = example(volume)
    const objective = awayFrom(label)(losses.dicece)
    const { dx, loss, logits, prediction } = await victim.lossGradient(x, objective)
    expect(prediction).toEqual(predictedClasses(logits))
    expect(logits.data).toEqual((await victim.logits(x)).data)
    expect(loss).toBe(objective(logits).loss)
    const step = 2 ** -7
    for (let i = 0; i < x.data.length; i++) {
      const at = async (by: number) =>
        objective(await victim.logits({ shape: x.shape, data: x.data.with(i, (x.data[i] as number) + by) })).loss
      const slope = ((await at(step)) - (await at(-step))) / (2 * step)
      expect(Math.abs((dx.data[i] as number) - slope)).toBeLessThan(2e-4)
    }
  })

  test.each([[[4, 5, 4]], [[2, 3, 3]]] as const)(
    'of %s is the same where it alone is wanted, without logits',
    async (volume) => {
      const victim = slidingWindowVictim(positionalModel(), {
        ...{ volumeShape: [1, 2, ...volume], overlap: 0.5, blending: 'gaussian' },
      })
      const { x, label } = example(volume)
      const { dx, loss } = await victim.lossGradient(x, awayFrom(label)(losses.dicece))
      const alone = await victim.lossGradient(x, awayFrom(label)(losses.dicece), 'gradient')
      expect(alone).toMatchObject({ loss, dx })
      expect(alone.logits.data).toHaveLength(0)
    },
  )

  test('a single window asks for the forward pass once', async () => {
    const model = positionalModel()
    const victim = slidingWindowVictim(model, { volumeShape: [1, 2, 2, 3, 3], overlap: 0.5, blending: 'constant' })
    const { x, label } = example([2, 3, 3])
    await victim.lossGradient(x, awayFrom(label)(losses.ce))
    expect(model.calls).toEqual(['forwardThenVjp', 'forward', 'vjp'])
  })

  test('a window without a share in the loss is not differentiated', async () => {
    const model = positionalModel()
    const victim = slidingWindowVictim(model, { volumeShape: [1, 2, 2, 3, 6], overlap: 0, blending: 'constant' })
    const { x } = example([2, 3, 6])
    const { dx } = await victim.lossGradient(x, (logits) => ({ loss: 0, dz: new Float32Array(logits.data.length) }))
    expect(model.calls).toEqual(['forward', 'forward'])
    expect(dx.data.every((value) => value === 0)).toBe(true)
  })

  test('a volume of another shape is refused', async () => {
    const model = positionalModel()
    const options = { volumeShape: [1, 3, 4, 5, 4], overlap: 0.5, blending: 'constant' } as const
    expect(() => slidingWindowVictim(model, options)).toThrow('[1, 3, 4, 5, 4]; the model takes [1, 2, D, H, W]')
    const victim = slidingWindowVictim(model, { ...options, volumeShape: [1, 2, 4, 5, 4] })
    await expect(victim.logits(example([2, 3, 3]).x)).rejects.toThrow('this victim takes [1, 2, 4, 5, 4]')
  })
})

describe.skipIf(isMissing('oracle/sliding/meta.json'))("MONAI's sliding_window_inference of a U-Net", () => {
  let session: Session
  beforeAll(async () => {
    session = await openSession(readBytes('oracle/sliding/model.onnx'), { threads: 2 }, 'the U-Net')
  })
  afterAll(() => session.close())

  const cases: [string, readonly [number, number, number], Blending, string][] = [
    ['input.f32', [70, 60, 50], 'constant', 'logits_constant_ov50.f32'],
    ['input.f32', [70, 60, 50], 'gaussian', 'logits_gaussian_ov50.f32'],
    ['small_input.f32', [25, 48, 31], 'constant', 'small_logits_constant.f32'],
    ['small_input.f32', [25, 48, 31], 'gaussian', 'small_logits_gaussian.f32'],
  ]
  test.each(cases)('%s %j %s', async (input, volume, blending, expected) => {
    const [feed, output] = [session.inputs[0]?.name ?? '', session.outputs[0]?.name ?? '']
    const model: WindowModel = {
      ...positionalModel(),
      channelCount: 1,
      classCount: 3,
      windowShape: [32, 32, 32],
      async forward(data) {
        const results = await session.run({ [feed]: { shape: [1, 1, 32, 32, 32], data } }, [output])
        return results[output]?.data ?? new Float32Array()
      },
    }
    const victim = slidingWindowVictim(model, { volumeShape: [1, 1, ...volume], overlap: 0.5, blending })
    const logits = await victim.logits({ shape: [1, 1, ...volume], data: readFloats(`oracle/sliding/${input}`) })
    expect(largestDifference(logits.data, readFloats(`oracle/sliding/${expected}`))).toBeLessThan(1e-5)
  })
})
