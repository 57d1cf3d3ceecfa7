import { expect, test } from 'vitest'
import { entryLabel } from './entry-label.ts'
import { groupEntries, isWithin } from './entry-groups.ts'

const entries = [
  { entry: 'clean', track: 'CLEAN', epsilon: null, norm: 'LINF' },
  { entry: 'blur-severity-1', track: 'NOISE', epsilon: null, norm: 'LINF' },
  { entry: 'fgsm-8', track: 'WHITE_BOX', epsilon: 8, norm: 'LINF' },
  { entry: 'pgd-8', track: 'WHITE_BOX', epsilon: 8, norm: 'LINF' },
  { entry: 'apgd-l2-1', track: 'WHITE_BOX', epsilon: 1, norm: 'L2' },
  { entry: 'apgd-0.5', track: 'WHITE_BOX', epsilon: 0.5, norm: 'LINF' },
  { entry: 'square-8', track: 'BLACK_BOX', epsilon: 8, norm: 'LINF' },
  { entry: 'vafa-20', track: 'FREQUENCY', epsilon: null, norm: 'LINF' },
] as const

test('attacks stand under what they assume, small bounds first, then strong attacks; clean and noise elsewhere', () => {
  const scored = entries.map((entry) => ({
    ...{ ...entry, repeats: null },
    foregroundDice: { mean: entry.entry === 'pgd-8' ? 0.3 : 0.5 },
  }))
  expect(groupEntries(scored).map(({ counts, entries: own }) => [counts, own.map(({ entry }) => entry)])).toEqual([
    [true, ['apgd-0.5', 'pgd-8', 'fgsm-8']],
    [true, ['square-8']],
    [false, ['vafa-20', 'apgd-l2-1']],
  ])
})

test('what a second round repeats stands under it and not among the entries of the first', () => {
  const square = { track: 'BLACK_BOX', epsilon: 8, norm: 'LINF', foregroundDice: { mean: 0.5 } } as const
  const groups = groupEntries([
    { ...square, entry: 'square-8', repeats: null },
    { ...square, entry: 'square-8-doubted', repeats: 'square-8' },
  ])
  expect(groups.map(({ title, counts, entries: own }) => [title, counts, own.map(entryLabel)])).toEqual([
    ['Black-box: queries, or volumes made on other models', true, ['square-8']],
    ['Second round: once more with more queries or steps', true, ['square-8, second round']],
  ])
})

test('the worst case at 1/255 is sought among what bounds each voxel by that much', () => {
  expect(entries.filter((entry) => isWithin(entry, 1)).map(({ entry }) => entry)).toEqual(['apgd-0.5'])
})
