import { expect, test } from 'vitest'
import { upperTail } from './normal-distribution.ts'
import { studentQuantile } from './student-quantile.ts'

// scipy.stats.norm.sf, SciPy 1.17.1.
test.each([
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1.96, 0.024997895148220435],
  [2.5, 0.006209665325776132],
  [5, 2.866515718791933e-7],
  [9, 1.1285884059538324e-19],
])('a standard normal deviate exceeds %f with probability %f', (z, expected) => {
  expect(upperTail(z) / expected).toBeCloseTo(1, 11)
  expect(upperTail(-z)).toBeCloseTo(1 - expected, 14)
})

// scipy.stats.t.ppf(0.975, degrees), SciPy 1.17.1.
test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [3, 3.1824463052837078],
  [4, 2.7764451051977934],
  [7, 2.364624251592784],
  [11, 2.200985160091639],
  [30, 2.0422724563012378],
  [199, 1.9719565442517533],
])("Student's distribution of %i degrees of freedom has its 97.5 % quantile at %f", (degrees, expected) => {
  expect(studentQuantile(0.025, degrees)).toBeCloseTo(expected, 9)
})
