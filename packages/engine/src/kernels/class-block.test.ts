import { describe, expect, test } from 'vitest'
import { classBlock } from './class-block.ts'

const classCount = 3
const place = (length: number) => ({ first: 0, voxels: length, classCount, start: 0, length })

/** Powers and -log p_y of voxels whose logits are 0, -x and -2 x; the label is class 1. */
function powersOf(xs: readonly number[]): { powers: Float32Array; crossEntropy: number[] } {
  const n = xs.length
  const logits = Float32Array.from([...xs.map(() => 0), ...xs.map((x) => -x), ...xs.map((x) => -2 * x)])
  classBlock.load(logits, place(n))
  classBlock.loadLabels(new Uint8Array(n).fill(1), 0, n)
  expect(classBlock.powers(place(n)).isKnown).toBe(true)
  const crossEntropy = [...classBlock.crossEntropy.subarray(0, n)]
  const powers = new Float32Array(logits.length)
  classBlock.store(powers, place(n))
  return { powers, crossEntropy }
}

test('powers and cross-entropies are those of float64 within what float32 resolves, over all exponents', () => {
  const xs = Array.from({ length: 4001 }, (_, i) => Math.fround(i / 100))
  const { powers, crossEntropy } = powersOf(xs)
  for (const [i, x] of xs.entries()) {
    const power = Math.exp(-x)
    expect(Math.abs((powers[xs.length + i] as number) / power - 1)).toBeLessThan(2e-7 + 1.2e-7 * x)
    const expected = Math.log1p(power + Math.exp(-2 * x)) + x
    expect(Math.abs((crossEntropy[i] as number) - expected)).toBeLessThan(2e-7 * (1 + expected))
  }
})

test('beyond e^-87 a power is e^-87: far-off logits give neither 0 / 0 nor an endless wait for denormals', () => {
  const { powers, crossEntropy } = powersOf([1000])
  expect(powers[1]).toBeCloseTo(Math.exp(-87), 42)
  expect(powers[1]).toBeGreaterThan(0)
  expect(crossEntropy[0]).toBe(1000)
})

test('a label beyond the classes is reported', () => {
  classBlock.load(new Float32Array(15), place(5))
  classBlock.loadLabels(Uint8Array.of(0, 1, 2, 0, 3), 0, 5)
  expect(classBlock.powers(place(5)).isKnown).toBe(false)
})

describe.each(['predict', 'powers'] as const)('%s', (name) => {
  const isFinite = (): boolean => {
    classBlock.loadLabels(Uint8Array.of(0, 1, 2), 0, 3)
    return name === 'predict' ? classBlock.predict(place(3)) : classBlock.powers(place(3)).isFinite
  }

  test('predicts the first class of equal logits', () => {
    classBlock.load(Float32Array.of(1, 5, 0, 1, 5, 2, 0, 5, 2), place(3))
    expect(isFinite()).toBe(true)
    expect([...classBlock.classes.subarray(0, 3)]).toEqual([0, 0, 1])
  })

  test('reports what is not finite, and nothing else', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const at of [0, 5, 8]) {
        classBlock.load(Float32Array.of(1, 5, 0, 1, 5, 2, 0, 5, 2).with(at, value), place(3))
        expect(isFinite()).toBe(false)
      }
    }
    classBlock.load(Float32Array.of(-3e38, -3e38, 0, 1, 3e38, 2, 0, 5, 2), place(3))
    expect(isFinite()).toBe(true)
  })
})
