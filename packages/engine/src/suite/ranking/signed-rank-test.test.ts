import { expect, test } from 'vitest'
import { signedRankTest } from './signed-rank-test.ts'

const counted = (count: number, value: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => value(i))

// All expected values: scipy.stats.wilcoxon, SciPy 1.17.1.
test('ten pairs without ties have the exact p-value', () => {
  const a = [0.82, 0.75, 0.91, 0.66, 0.58, 0.73, 0.88, 0.49, 0.95, 0.61]
  const b = [0.79, 0.8, 0.84, 0.5, 0.56, 0.64, 0.87, 0.6, 0.74, 0.57]
  expect(signedRankTest(a, b)).toBeCloseTo(0.16015625, 14)
  expect(signedRankTest(b, a)).toBeCloseTo(0.16015625, 14)
})

test('forty pairs have the exact p-value too', () => {
  const a = counted(40, (i) => 0.5 + 0.3 * Math.sin(i * i))
  const b = counted(40, (i) => 0.45 + 0.3 * Math.sin(i * i + 0.9))
  expect(signedRankTest(a, b)).toBeCloseTo(0.47620780297620513, 12)
})

test("ties and zeros are Pratt's, with every combination of signs counted", () => {
  // zero_method='pratt', method=PermutationMethod(n_resamples=inf); the differences are 0, ±0.1 and more, thrice.
  const a = [0.5, 0.5, 0.7, 0.6, 0.9, 0.4, 0.3, 0.8]
  const b = [0.5, 0.4, 0.6, 0.7, 0.7, 0.4, 0.1, 0.5]
  expect(signedRankTest(a, b)).toBeCloseTo(0.125, 14)
})

test.each([
  [3, 0.25],
  [5, 0.0625],
  [6, 0.03125],
  [12, 0.00048828125],
])('of %i cases all better, the p-value is 2 / 2^n', (count, expected) => {
  const b = counted(count, (i) => i / 100)
  expect(
    signedRankTest(
      b.map((score, i) => score + (i + 1) / 100),
      b,
    ),
  ).toBeCloseTo(expected, 14)
})

test('beyond fifty pairs it is the normal approximation, ties and zeros included', () => {
  const tenths = (value: number): number => Math.round(10 * value) / 10
  const a = counted(60, (i) => tenths(0.5 + 0.3 * Math.sin(i * i)))
  const b = counted(60, (i) => tenths(0.47 + 0.3 * Math.sin(i * i + 1.2)))
  // zero_method='pratt', method='approx': four zeros, many ties.
  expect(signedRankTest(a, b)).toBeCloseTo(0.24058179521424394, 12)
  const better = counted(80, (i) => 0.5 + 0.3 * Math.sin(i * i))
  const worse = counted(80, (i) => 0.3 + 0.3 * Math.sin(i * i + 0.3))
  expect(signedRankTest(better, worse) / 7.849526548031477e-15).toBeCloseTo(1, 9)
})

test('equal scores give 1, and rounding makes no difference of them', () => {
  expect(signedRankTest([0.1 + 0.2, 0.5], [0.3, 0.5])).toBe(1)
  expect(signedRankTest([0.5, 0.7], [0.7, 0.5])).toBe(1)
})

test('scores without a partner are refused', () => {
  expect(() => signedRankTest([0.1], [0.1, 0.2])).toThrow('There are 1 and 2 scores')
})
