import { expect, test } from 'vitest'
import { classBlock } from './class-block.ts'

const classCount = 3
const place = (length: number) => ({ first: 0, voxels: length, classCount, start: 0, length })

/** Powers and -log p_y of voxels whose logits are 0, -x and -2 x; the label is class 1. */
function powersOf(xs: readonly number[]): { powers: Float32Array; crossEntropy: number[] } {
  const n = xs.length
  const logits = Float32Array.from([...xs.map(() => 0), ...xs.map((x) => -x), ...xs.map((x) => -2 * x)])
  classBlock.load(logits, place(n))
  classBlock.loadLabels(new Uint8Array(n).fill(1), 0, n)
  expect(classBlock.powers(place(n))).toBe(true)
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
  expect(classBlock.powers(place(5))).toBe(false)
})

test('of equal logits the first class is predicted; what is not finite is reported', () => {
  classBlock.load(Float32Array.of(1, 5, 0, 1, 5, 2, 0, 5, 2), place(3))
  expect(classBlock.predict(place(3))).toBe(true)
  expect([...classBlock.classes.subarray(0, 3)]).toEqual([0, 0, 1])
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    classBlock.load(Float32Array.of(1, 5, 0, 1, 5, 2, 0, 5, value), place(3))
    expect(classBlock.predict(place(3))).toBe(false)
  }
})
