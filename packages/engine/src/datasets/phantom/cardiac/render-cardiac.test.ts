import { expect, it } from 'vitest'
import { sha256 } from '../../canonical-json.ts'
import { cardiacClassNames } from './heart.ts'
import { type CardiacCase, renderCardiac } from './render-cardiac.ts'

const numbers = Array.from({ length: 12 }, (_, n) => n)
const cases = numbers.map((n) =>
  renderCardiac({ seed: 1, key: `test-${String(n).padStart(3, '0')}`, phase: n % 2 ? 'ES' : 'ED' }),
)

function countVoxels({ label }: CardiacCase): readonly number[] {
  return cardiacClassNames.map((_, k) => label.reduce((count, value) => count + (value === k ? 1 : 0), 0))
}

function meanOf({ image, label }: CardiacCase, classIndex: number): number {
  const values = image.filter((_, n) => label[n] === classIndex)
  return values.reduce((sum, value) => sum + value / values.length, 0)
}

it('keeps the bytes of the default dataset, on which published results rest', () => {
  // Another generator needs another version in the name of its random streams, and gives another dataset hash.
  const [first] = cases
  expect(first && [sha256(new Uint8Array(first.image.buffer)), sha256(first.label)]).toEqual([
    'bffbdb374120fefeb22a48593fedfadb420b15d4f58c791de47714229840856b',
    '250ea34c8a0cdbf1b9346eae89dc555c4e06c1358d3bfe27a49537b662925440',
  ])
})

it('gives another volume for another key, seed or phase', () => {
  const hashes = [
    { seed: 1, key: 'test-000', phase: 'ED' },
    { seed: 1, key: 'test-000', phase: 'ES' },
    { seed: 1, key: 'test-001', phase: 'ED' },
    { seed: 2, key: 'test-000', phase: 'ED' },
  ] as const
  expect(new Set(hashes.map((options) => sha256(renderCardiac(options).label))).size).toBe(4)
})

it.each(numbers)('test case %i shows every class, with blood brighter than muscle, in 11 to 14 slices', (n) => {
  const shown = cases[n]
  if (!shown) throw new Error('There are twelve cases.')
  expect(shown.shape.slice(0, 2)).toEqual([64, 64])
  expect(shown.shape[2]).toBeGreaterThanOrEqual(11)
  expect(shown.shape[2]).toBeLessThanOrEqual(14)
  expect(Math.min(...countVoxels(shown))).toBeGreaterThan(300)
  expect(meanOf(shown, 3)).toBeGreaterThan(1.5 * meanOf(shown, 2))
  expect(meanOf(shown, 1)).toBeGreaterThan(1.5 * meanOf(shown, 2))
  expect(shown.image.reduce((low, value) => Math.min(low, value), Infinity)).toBeGreaterThanOrEqual(0)
})

it('empties the ventricles in systole and keeps the muscle', () => {
  const [diastole, systole] = (['ED', 'ES'] as const).map((phase) =>
    countVoxels(renderCardiac({ seed: 1, key: 'a', phase })),
  )
  const change = (classIndex: number): number => (systole?.[classIndex] ?? 0) / (diastole?.[classIndex] ?? 1)
  expect(change(3)).toBeLessThan(0.7)
  expect(change(1)).toBeLessThan(0.8)
  expect(change(2)).toBeGreaterThan(0.75)
})

it('cannot be segmented by a threshold: fat, atria and vessels are as bright as the ventricles', () => {
  for (const { image, label } of cases) {
    const ventricle = image.filter((_, n) => label[n] === 3).sort()
    const low = ventricle[Math.floor(ventricle.length / 10)] ?? 0
    const bright = label.filter((_, n) => (image[n] ?? 0) >= low)
    expect(bright.filter((k) => k === 1 || k === 3).length / bright.length).toBeLessThan(0.75)
  }
})
