import { expect, test } from 'vitest'
import type { PartCounts } from './evaluations.store.ts'
import { progressOf } from './progress.ts'

const now = new Date('2026-01-01T00:01:00Z')
const begun = new Date('2026-01-01T00:00:00Z')
const base: PartCounts = {
  ...{ evaluationId: 'e', origin: 'computed', suiteId: 'unknown-1', datasetId: 'd', modelHash: null, group: 'g' },
  ...{ total: 4, finished: 1, done: 1, startedAt: begun, isOpen: true },
}

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

test('parts are weighed by what their attacks cost: six predictions weigh less than twenty gradients', () => {
  const ofQuick = { ...base, suiteId: 'quick-1', total: 1 }
  const counts = [
    { ...ofQuick, group: 'fgsm', finished: 1, done: 1 },
    { ...ofQuick, group: 'pgd-8', finished: 0, done: 0 },
  ]
  // fgsm: two runs of a gradient and a prediction, 10 + 2 (3 + 1); pgd-8: 20 gradients and a prediction, 10 + 61.
  expect(progressOf(counts, now)).toMatchObject({ finishedParts: 1, totalParts: 2, fraction: 18 / (18 + 71) })
})

test('results computed elsewhere do not hide what is still at work here', () => {
  const imported: PartCounts = { ...base, origin: 'imported', total: 400, finished: 400, done: 400, isOpen: false }
  expect(progressOf([base, imported], now)).toMatchObject({ totalParts: 4, fraction: 0.25, etaSeconds: 180 })
  expect(progressOf([imported], now)).toMatchObject({ totalParts: 400, fraction: 1, etaSeconds: null })
})

test('what has ended has no time left', () => {
  expect(progressOf([{ ...base, finished: 4, done: 4, isOpen: false }], now)).toMatchObject({
    fraction: 1,
    etaSeconds: null,
  })
})
