import { describe, expect, test } from 'vitest'
import { largestDifference, relativeError } from '../../test/shared-data.ts'
import { randomSource } from '../random-source.ts'
import { blockDct, softRounding, stretchSlices, structuralSimilarity, volumeSimilarity } from './index.ts'

function noise(key: string, length: number, scale = 1): Float32Array {
  const random = randomSource([key])
  return Float32Array.from({ length }, () => scale * random.uniform())
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0)

describe('block DCT', () => {
  test('a constant block has its value times the root of its voxels at frequency 0, and nothing else', () => {
    const coefficients = blockDct([1, 1, 4, 4, 4], 4).forward(new Float32Array(64).fill(3))
    expect(coefficients[0]).toBeCloseTo(3 * 8, 5)
    expect(Math.max(...coefficients.slice(1).map(Math.abs))).toBeLessThan(1e-6)
  })

  test('is the orthonormal DCT-II along each axis: two voxels give their sum and difference over the root of 2', () => {
    const coefficients = blockDct([1, 1, 1, 1, 2], 2).forward(Float32Array.of(5, 3))
    expect([...coefficients].map((c) => c * Math.SQRT2)).toEqual([expect.closeTo(8, 5), expect.closeTo(2, 5)])
  })

  test.each([5, 8])('agrees with the definition on one block of %d voxels', (n) => {
    const x = noise('definition', n)
    const found = blockDct([1, 1, 1, 1, n], n).forward(x.slice())
    const expected = Array.from({ length: n }, (_, k) => {
      const sum = x.reduce((total, value, i) => total + value * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n)), 0)
      return Math.sqrt((k === 0 ? 1 : 2) / n) * sum
    })
    expect(largestDifference(found, expected)).toBeLessThan(1e-6)
  })

  test('the inverse restores volumes of two channels whose axes are no multiples of the block, and is the adjoint', () => {
    const transform = blockDct([1, 2, 9, 8, 13], 8)
    const x = noise('x', 2 * 9 * 8 * 13, 255)
    const coefficients = transform.forward(x.slice())
    expect(largestDifference(transform.inverse(coefficients.slice()), x)).toBeLessThan(2e-4)
    const y = noise('y', x.length, 255)
    expect(dot(coefficients, y) / dot(x, transform.inverse(y.slice()))).toBeCloseTo(1, 6)
  })

  test('a voxel changes the coefficients of its own block alone', () => {
    const impulse = new Float32Array(6 ** 3)
    impulse[0] = 1
    const coefficients = blockDct([1, 1, 6, 6, 6], 3).forward(impulse)
    for (const [i, c] of coefficients.entries()) {
      const inBlock = Math.max(Math.floor(i / 36), Math.floor(i / 6) % 6, i % 6) < 3
      if (!inBlock) expect(c).toBe(0)
    }
  })
})

describe('soft rounding', () => {
  const at = (a: number) => {
    const { quantise, pullBack } = softRounding(a)
    return {
      quantised(coefficient: number, q: number) {
        const c = Float32Array.of(coefficient)
        quantise(c, Float32Array.of(q))
        return c[0] as number
      },
      slope(c: number, q: number) {
        const g = Float32Array.of(1)
        pullBack(g, Float32Array.of(c), Float32Array.of(q))
        return g[0] as number
      },
    }
  }
  test('fixes whole numbers and halves', () => {
    const { quantised } = at(0.1)
    expect(quantised(12, 4)).toBeCloseTo(12, 5)
    expect(quantised(-10, 4)).toBeCloseTo(-10, 5)
  })

  test('rounds half up in the limit', () => {
    const { quantised } = at(1e-12)
    expect([1.4, 1.6, -1.4, -1.6].map((u) => Math.round(quantised(u, 1) * 100) / 100)).toEqual([1, 2, -1, -2])
  })

  test.each([0.1, 0.05, 0.005])('its slope by q is that of central differences (a = %d)', (a) => {
    const { slope } = at(a)
    const quantised = (c: number, q: number): number => {
      const [u, k] = [c / q, Math.log(2 / a - 1)]
      return q * (Math.floor(u) + (1 + Math.tanh((u - Math.floor(u) - 0.5) * k) / (1 - a)) / 2)
    }
    for (const [c, q] of [
      [37, 20],
      [-52.3, 12],
      [3, 30],
      [410, 7.5],
    ] as const) {
      expect(slope(c, q)).toBeCloseTo((quantised(c, q + 1e-5) - quantised(c, q - 1e-5)) / 2e-5, 4)
      expect(at(a).quantised(c, q)).toBeCloseTo(quantised(c, q), 4)
    }
  })
})

describe('slices stretched to [0, 1]', () => {
  const shape = [1, 1, 3, 2, 2]

  test('each slice of the last axis spans [0, 1]; a slice of one value becomes 0', () => {
    const data = Float32Array.of(2, 7, 4, 7, 6, 7, 3, 7, 5, 7, 2, 7)
    const { stretched } = stretchSlices({ shape, data })
    expect([...stretched]).toEqual([0, 0, 0.5, 0, 1, 0, 0.25, 0, 0.75, 0, 0, 0])
  })

  test('pulls a gradient back as central differences have it, extremes included', () => {
    const data = noise('slices', 12, 200)
    const g = noise('g', 12)
    const at = (i: number, by: number) =>
      dot(stretchSlices({ shape, data: data.with(i, (data[i] as number) + by) }).stretched, g)
    const expected = Array.from(data, (_, i) => (at(i, 0.25) - at(i, -0.25)) / 0.5)
    expect(relativeError(stretchSlices({ shape, data }).pullBack(g), expected)).toBeLessThan(1e-3)
  })
})

describe('structural similarity', () => {
  const volume = (data: Float32Array, side: number) => ({ shape: [1, 1, side, side, side], data })

  test('is 1 for equal volumes, with a gradient of 0', () => {
    const x = volume(noise('same', 512), 8)
    const { ssim, dy } = structuralSimilarity(x, x, 4)
    expect(ssim).toBeCloseTo(1, 12)
    expect(Math.max(...dy.map(Math.abs))).toBeLessThan(1e-9)
  })

  test('of two constants a and b is (2 a b + C1) / (a^2 + b^2 + C1)', () => {
    const constant = (value: number) => volume(new Float32Array(64).fill(value), 4)
    const expected = (2 * 0.25 * 0.75 + 1e-4) / (0.25 ** 2 + 0.75 ** 2 + 1e-4)
    expect(structuralSimilarity(constant(0.25), constant(0.75)).ssim).toBeCloseTo(expected, 10)
  })

  test.each([3, 5, 100])('its gradient is that of central differences, blocks of %d voxels and remainders', (block) => {
    const x = volume(noise('x', 343), 7)
    const y = volume(
      noise('y', 343).map((value, i) => 0.7 * (x.data[i] as number) + 0.3 * value),
      7,
    )
    const at = (i: number, by: number) =>
      structuralSimilarity(x, volume(y.data.with(i, (y.data[i] as number) + by), 7), block).ssim
    const step = 2 ** -10
    const some = Array.from({ length: 40 }, (_, n) => (n * 17) % 343)
    const expected = some.map((i) => (at(i, step) - at(i, -step)) / (2 * step))
    const { dy } = structuralSimilarity(x, y, block)
    expect(
      relativeError(
        some.map((i) => dy[i] as number),
        expected,
      ),
    ).toBeLessThan(2e-3)
  })

  test('slab by slab it is that of the volume as one block', () => {
    const long = (key: string) => ({ shape: [1, 2, 37, 4, 5], data: noise(key, 2 * 37 * 20) })
    const [x, y] = [long('x'), { ...long('y'), data: long('x').data.map((value, i) => value + 0.1 * Math.sin(i)) }]
    expect(volumeSimilarity(x, y)).toBeCloseTo(structuralSimilarity(x, y).ssim, 10)
    expect(volumeSimilarity(x, x)).toBeCloseTo(1, 12)
  })

  test('one window of 3^3 voxels is the definition with Gaussian weights of deviation 1.5', () => {
    const [x, y] = [noise('a', 27), noise('a', 27).map((value, i) => 0.5 * value + 0.02 * (i % 5))]
    const weights = Array.from({ length: 27 }, (_, i) => {
      const squares = [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3].map((at) => (at - 1) ** 2)
      return Math.exp(-squares.reduce((a, b) => a + b) / (2 * 1.5 ** 2))
    })
    const total = weights.reduce((a, b) => a + b)
    const mean = (f: (i: number) => number) => weights.reduce((sum, w, i) => sum + (w / total) * f(i), 0)
    const [mx, my] = [mean((i) => x[i] as number), mean((i) => y[i] as number)]
    const vx = mean((i) => ((x[i] as number) - mx) ** 2)
    const vy = mean((i) => ((y[i] as number) - my) ** 2)
    const covariance = mean((i) => ((x[i] as number) - mx) * ((y[i] as number) - my))
    const expected = ((2 * mx * my + 1e-4) * (2 * covariance + 9e-4)) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4))
    expect(structuralSimilarity(volume(x, 3), volume(y, 3)).ssim).toBeCloseTo(expected, 10)
  })

  test('a block that correlates negatively counts as 0 and has no gradient', () => {
    const x = volume(noise('up', 27), 3)
    const { ssim, dy } = structuralSimilarity(
      x,
      volume(
        x.data.map((value) => 1 - value),
        3,
      ),
    )
    expect(ssim).toBe(0)
    expect(dy.every((slope) => slope === 0)).toBe(true)
  })
})
