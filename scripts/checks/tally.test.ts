import { expect, test } from 'vitest'
import { formatTally, oneFailed, onePassed, sumTallies } from './tally.ts'

test('the last line counts passed and failed, and names skipped ones only where there are any', () => {
  expect(formatTally(sumTallies([onePassed, onePassed, oneFailed]))).toBe('2 passed, 1 failed')
  expect(formatTally({ passed: 7, failed: 0, skipped: 2 })).toBe('7 passed, 0 failed, 2 skipped')
})
