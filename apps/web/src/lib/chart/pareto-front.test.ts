import { describe, expect, test } from 'vitest'
import { paretoFront } from './pareto-front.ts'

describe('paretoFront', () => {
  test('keeps what nothing beats on both axes', () => {
    const points = [
      { x: 0.8, y: 0.6 },
      { x: 0.85, y: 0.2 },
      { x: 0.84, y: 0.1 },
      { x: 0.7, y: 0.6 },
    ]
    expect(paretoFront(points)).toEqual([
      { x: 0.85, y: 0.2 },
      { x: 0.8, y: 0.6 },
    ])
  })

  test('of nothing is nothing', () => {
    expect(paretoFront([])).toEqual([])
  })
})
