import { expect, test } from 'vitest'
import { reachOf } from './reach.ts'

test('the largest change counts in grey levels, length and similarity by their means', () => {
  const outcomes = [
    { linf: 4 / 255, l2: 1, ssim: 0.8 },
    { linf: 8 / 255, l2: 2, ssim: 0.9 },
  ]
  expect(reachOf(outcomes)).toEqual({ linf: 8, l2: 1.5, ssim: expect.closeTo(0.85, 12) })
})

test('what was not measured, and what was not changed, has no figure', () => {
  expect(reachOf([{ linf: 1 / 255, l2: 1, ssim: null }])).toEqual({ linf: 1, l2: 1, ssim: null })
  expect(reachOf([{ linf: 0, l2: 0, ssim: null }])).toBeNull()
  expect(reachOf([])).toBeNull()
})
