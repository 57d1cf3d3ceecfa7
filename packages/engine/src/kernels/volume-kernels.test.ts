import { expect, test } from 'vitest'
import { clampBetween, meanOf } from './index.ts'

// Longer than a part of 16384, and no whole quads.
const length = 16_387
const ramp = (by: number): Float32Array => Float32Array.from({ length }, (_, i) => by * i)

test('the mean of arrays is rounded once, from float64', () => {
  const mean = meanOf([ramp(1), ramp(2), ramp(4)])
  expect(mean).toHaveLength(length)
  expect([mean[0], mean[1], mean[2], mean[3], mean[16_386]]).toEqual([
    0,
    Math.fround(7 / 3),
    Math.fround(14 / 3),
    7,
    38_234,
  ])
  // In float32 2^24 + 1 would be 2^24.
  expect(meanOf([Float32Array.of(2 ** 24), Float32Array.of(1), Float32Array.of(1)])[0]).toBe(
    Math.fround((2 ** 24 + 2) / 3),
  )
  expect(meanOf([])).toHaveLength(0)
})

test('values are clamped in place, each of them', () => {
  const x = ramp(0.5)
  clampBetween(x, 1, 2000)
  expect([x[0], x[2], x[3], x[3999], x[4001], x[16_386]]).toEqual([1, 1, 1.5, 1999.5, 2000, 2000])
})
