import { expect, test } from 'vitest'
import { holmAdjusted } from './holm.ts'

test('the i-th smallest of m p-values is multiplied by m - i + 1 and never falls below its forerunner', () => {
  // 0.01 * 4 = 0.04; 0.02 * 3 = 0.06; 0.022 * 2 = 0.044 is raised to 0.06; 0.8 stays.
  const adjusted = holmAdjusted([0.022, 0.01, 0.8, 0.02])
  for (const [i, expected] of [0.06, 0.04, 0.8, 0.06].entries()) expect(adjusted[i]).toBeCloseTo(expected, 14)
})

test('no adjusted p-value exceeds 1; of none there are none', () => {
  expect(holmAdjusted([0.6, 0.7])).toEqual([1, 1])
  expect(holmAdjusted([])).toEqual([])
})
