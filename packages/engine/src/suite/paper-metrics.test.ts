import { expect, test } from 'vitest'
import { paperMetrics } from './paper-metrics.ts'

const shape = [1, 1, 8] as const
const truth = (label: number[], classCount = 4) => ({
  label: { shape, data: Uint8Array.from(label) },
  spacingMm: [5, 5, 5] as const,
  classCount,
})
const predicted = (classes: number[]) => ({ classes: Uint8Array.from(classes), isFinite: true })

test('a perfect prediction has Dice 1 and no distance', () => {
  const label = [0, 0, 1, 1, 2, 2, 0, 0]
  expect(paperMetrics(predicted(label), truth(label))).toEqual({ dice: 1, hd95Voxels: 0 })
})

test('the background counts, an absent class does not, a missed one costs no distance', () => {
  // Class 1 is half found, class 2 missed, class 3 invented: Dice (2*4/9 + 2/3 + 0) / 3.
  const found = paperMetrics(predicted([0, 0, 1, 0, 0, 3, 0, 0]), truth([0, 0, 1, 1, 2, 2, 0, 0]))
  expect(found.dice).toBeCloseTo(((2 * 4) / 10 + 2 / 3 + 0) / 3, 12)
  expect(found.hd95Voxels).toBeGreaterThan(0)
})

test('distances are voxels, whatever the spacing', () => {
  const found = paperMetrics(predicted([1, 0, 0, 0, 0, 0, 0, 0]), truth([0, 0, 0, 0, 1, 0, 0, 0], 2))
  // Class 1 lies 4 voxels off; the background differs by the two voxels, each one step from its own.
  expect(found.hd95Voxels).toBeGreaterThan(2)
  expect(found.hd95Voxels).toBeLessThanOrEqual(4)
})

test('an output that is not finite scores 0', () => {
  const nothing = { classes: new Uint8Array(8), isFinite: false }
  expect(paperMetrics(nothing, truth([0, 0, 1, 1, 2, 2, 0, 0]))).toEqual({ dice: 0, hd95Voxels: null })
})
