import type { WindowModel } from '../inference/index.ts'
import { describe, expect, it } from 'vitest'
import { checkGradient } from './gradient-check.ts'
import { randomSource, randomVolume } from './random-volume.ts'

/** f(x) = (x^2, 1 - x) voxel by voxel, whose VJP is 2 x dz_0 - dz_1, times `factor`. */
function model(factor: number, output: (x: number) => [number, number] = (x) => [x * x, 1 - x]): WindowModel {
  return {
    channelCount: 1,
    classCount: 2,
    windowShape: [4, 4, 4],
    forward: async (x) => Float32Array.from({ length: 128 }, (_, i) => output(x[i % 64] ?? 0)[i < 64 ? 0 : 1]),
    vjp: async (x, dz) => x.map((value, i) => factor * (2 * value * (dz[i] ?? 0) - (dz[i + 64] ?? 0))),
    forwardThenVjp: () => Promise.reject(new Error('not asked for')),
    close: async () => {},
  }
}

async function agrees(subject: WindowModel): Promise<boolean> {
  const random = randomSource(3)
  const x = randomVolume(1, [4, 4, 4], random)
  return (await checkGradient(subject, x, await subject.forward(x), random)).agrees
}

describe('checkGradient', () => {
  it('accepts the gradient of a smooth function', async () => {
    expect(await agrees(model(1))).toBe(true)
  })

  it.each([
    ['of the wrong sign', -1],
    ['three times too large', 3],
    ['three times too small', 1 / 3],
    ['that is zero where the output moves', 0],
  ])('refuses a gradient %s', async (_, factor) => {
    expect(await agrees(model(factor))).toBe(false)
  })

  it('accepts a zero gradient of an output that does not move', async () => {
    expect(await agrees(model(0, () => [1, 2]))).toBe(true)
  })
})

describe('randomVolume', () => {
  it('lies within [0, 1], depends on the seed alone and is no constant', () => {
    const volume = randomVolume(2, [8, 8, 8], randomSource(5))
    expect(volume.length).toBe(1024)
    expect(volume).toEqual(randomVolume(2, [8, 8, 8], randomSource(5)))
    expect(Math.min(...volume)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...volume)).toBeLessThanOrEqual(1)
    expect(Math.max(...volume) - Math.min(...volume)).toBeGreaterThan(0.2)
  })
})
