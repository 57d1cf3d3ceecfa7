import { expect, test } from 'vitest'
import { kendallTau } from './kendall-tau.ts'

// scipy.stats.kendalltau(variant='b'), SciPy 1.17.1.
test.each([
  [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], 0.6],
  [[1, 2, 2, 4, 5], [1, 1, 3, 3, 5], 0.8249579113843054],
  [[1, 2, 3], [3, 2, 1], -1],
  [[1, 2, 3], [1, 2, 3], 1],
])('between %j and %j it is %f', (a, b, expected) => {
  expect(kendallTau(a, b)).toBeCloseTo(expected, 14)
})

test.each([
  [
    [1, 1, 1],
    [1, 2, 3],
  ],
  [[1], [1]],
  [[], []],
])('there is none between %j and %j', (a, b) => {
  expect(kendallTau(a, b)).toBeNull()
})
