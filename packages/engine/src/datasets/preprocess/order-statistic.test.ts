import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderStatistic } from './order-statistic.ts'

it('is what sorting finds', () => {
  const values = fc.float32Array({ minLength: 1, maxLength: 60, noNaN: true })
  fc.assert(
    fc.property(values, fc.nat(59), (unsorted, place) => {
      const rank = place % unsorted.length
      expect(orderStatistic(unsorted, rank)).toBe(unsorted.slice().sort()[rank])
    }),
    { seed: 11, numRuns: 500 },
  )
})
