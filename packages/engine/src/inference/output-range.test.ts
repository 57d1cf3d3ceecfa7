import { expect, test } from 'vitest'
import { outputRange } from './output-range.ts'

test('the range of the values, and of their sums over the classes of each voxel', () => {
  // Two classes over the voxels a, b: a = (1, -4), b = (2, 0.5).
  const data = Float32Array.of(1, 2, -4, 0.5)
  const range = outputRange({ shape: [1, 2, 1, 1, 2], data })
  expect(range).toEqual({ least: -4, greatest: 2, leastSum: -3, greatestSum: 2.5 })
})

test('infinities count as 0', () => {
  const data = Float32Array.of(Number.POSITIVE_INFINITY, 1)
  expect(outputRange({ shape: [1, 2, 1, 1, 1], data })).toEqual({ least: 1, greatest: 0, leastSum: 0, greatestSum: 0 })
})
