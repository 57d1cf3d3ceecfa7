import { expect, test } from 'vitest'
import { progressOf } from './progress.ts'

const now = new Date('2026-01-01T00:01:00Z')
const begun = new Date('2026-01-01T00:00:00Z')
const base = { evaluationId: 'e', total: 4, finished: 1, done: 1, startedAt: begun, isOpen: true }

test('no evaluation yet is no progress and no estimate', () => {
  expect(progressOf([], now)).toEqual({ finishedParts: 0, totalParts: 0, fraction: 0, etaSeconds: null })
})

test('a quarter done in 60 s leaves 180 s', () => {
  expect(progressOf([base], now)).toEqual({ finishedParts: 1, totalParts: 4, fraction: 0.25, etaSeconds: 180 })
})

test('several evaluations are weighed by their parts', () => {
  const other = { ...base, total: 12, finished: 7, done: 7 }
  expect(progressOf([base, other], now)).toMatchObject({
    finishedParts: 8,
    totalParts: 16,
    fraction: 0.5,
    etaSeconds: 60,
  })
})

test('what has ended has no time left', () => {
  expect(progressOf([{ ...base, finished: 4, done: 4, isOpen: false }], now)).toMatchObject({
    fraction: 1,
    etaSeconds: null,
  })
})
