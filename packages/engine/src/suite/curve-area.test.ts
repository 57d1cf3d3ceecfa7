import { expect, test } from 'vitest'
import { curveArea } from './curve-area.ts'

test('is the mean height of the line through the points', () => {
  const points = [
    { epsilon: 0, value: 1 },
    { epsilon: 2, value: 0.5 },
    { epsilon: 8, value: 0 },
  ]
  // (0.75 * 2 + 0.25 * 6) / 8
  expect(curveArea(points)).toBe(0.375)
})

test('of one point it is its value; of none there is no area', () => {
  expect(curveArea([{ epsilon: 0, value: 0.9 }])).toBe(0.9)
  expect(() => curveArea([])).toThrow('at least one point')
})
