import { describe, expect, test } from 'vitest'
import { axisTicks, formatTick, linearScale } from './scale.ts'

describe('linearScale', () => {
  test('maps the ends and the middle', () => {
    const scale = linearScale([0, 1], [10, 110])
    expect([scale(0), scale(0.5), scale(1)]).toEqual([10, 60, 110])
  })
})

describe('axisTicks', () => {
  test.each([
    [0, 0.64, 4, [0, 0.2, 0.4, 0.6, 0.8]],
    [0.781, 0.851, 5, [0.78, 0.8, 0.82, 0.84, 0.86]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.999, 1, 4, [0.995, 1]],
    [0.8, 0.8, 4, [0.8, 0.805]],
  ])('from %d to %d in about %d steps', (low, high, count, expected) => {
    expect(axisTicks(low, high, count)).toEqual(expected)
  })
})

describe('formatTick', () => {
  test.each([
    [0.8, [0.78, 0.8], '0.80'],
    [0, [0, 0.2, 0.4], '0.0'],
    [0.995, [0.995, 1], '0.995'],
    [1, [0, 1], '1'],
  ])('%d among %j is %s', (tick, ticks, expected) => {
    expect(formatTick(tick, ticks)).toBe(expected)
  })
})
