import { describe, expect, test } from 'vitest'
import { l2Ball, randomSource } from './index.ts'

const from = (clean: number[], x: number[], epsilon: number): number[] => {
  const moved = Float32Array.from(x)
  l2Ball(epsilon).project(moved, Float32Array.from(clean))
  return [...moved].map((value) => Math.round(value * 1e6) / 1e6)
}

describe('l2 ball', () => {
  test('keeps what lies within and shortens what lies beyond along the same line', () => {
    expect(from([0.5, 0.5], [0.53, 0.54], 0.05)).toEqual([0.53, 0.54])
    expect(from([0.5, 0.5], [0.8, 0.9], 0.05)).toEqual([0.53, 0.54])
  })

  test('spends on the other voxels what [0, 1] denies one: room 0.3 leaves sqrt(0.5^2 - 0.3^2) = 0.4', () => {
    expect(from([0.7, 0.5], [9.7, 9.5], 0.5)).toEqual([1, 0.9])
    expect(from([0.3, 0.5], [-9, -9], 0.5)).toEqual([0, 0.1])
  })

  test('is only clamped to [0, 1] where that is enough', () => {
    expect(from([0.9, 0.1], [3, -3], 0.2)).toEqual([1, 0])
  })

  test('no permitted point found at random is nearer than the projection', () => {
    const random = randomSource(['l2'])
    const clean = Float32Array.from({ length: 5 }, () => random.uniform())
    const x = Float32Array.from({ length: 5 }, () => 3 * random.uniform() - 1)
    const projected = x.slice()
    const ball = l2Ball(0.6)
    ball.project(projected, clean)
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - (b[i] as number)))
    expect(distance(projected, clean)).toBeCloseTo(0.6, 6)
    for (let trial = 0; trial < 500; trial++) {
      const other = projected.map((value) => Math.min(1, Math.max(0, value + 0.1 * random.normal())))
      if (distance(other, clean) <= 0.6)
        expect(distance(other, x)).toBeGreaterThanOrEqual(distance(projected, x) - 1e-6)
    }
  })

  test('steps have the asked length along the gradient; zero and entries that are not finite move nothing', () => {
    const x = Float32Array.of(0, 0, 0)
    l2Ball(1).ascend(x, Float32Array.of(3e-20, 4e-20, Number.NaN), 0.5)
    expect([...x].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.3, 0.4, 0])
    l2Ball(1).ascend(x, Float32Array.of(0, 0, 0), 0.5)
    expect(x[0]).toBeCloseTo(0.3, 6)
  })

  test('scatters onto the sphere, within [0, 1]', () => {
    const clean = new Float32Array(1000).fill(0.5)
    const x = new Float32Array(1000)
    l2Ball(0.7).scatter(x, clean, randomSource(['scatter']))
    expect(Math.hypot(...x.map((value) => value - 0.5))).toBeCloseTo(0.7, 5)
    expect(new Set(x).size).toBeGreaterThan(900)
  })
})
