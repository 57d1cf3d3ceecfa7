import { expect, it } from 'vitest'
import { hausdorff95Mm, surfaceMetricsByClass } from './surface-metrics.ts'

const shape = [1, 1, 10] as const
const spacingMm = [4, 3, 1.5] as const

function line(...organ: readonly number[]): Uint8Array {
  const volume = new Uint8Array(10)
  for (const place of organ) volume[place] = 1
  return volume
}

it('measures in millimetres along the axis that differs', () => {
  // Single voxels four steps of 1.5 mm apart.
  const [, organ] = surfaceMetricsByClass({ prediction: line(2), label: line(6), shape, spacingMm, classCount: 2 })
  expect(organ).toEqual({ hausdorff95Mm: 6, surfaceDice: 0, meanSurfaceDistanceMm: 6 })
})

it('interpolates the 95th percentile linearly', () => {
  // Prediction {0, 1}, label {0}: distances outward are 0 and 1.5, so the percentile is 0.95 × 1.5; inward 0.
  const [, organ] = surfaceMetricsByClass({ prediction: line(0, 1), label: line(0), shape, spacingMm, classCount: 2 })
  expect(organ?.hausdorff95Mm).toBeCloseTo(1.425, 6)
  expect(organ?.meanSurfaceDistanceMm).toBe(0.5)
  expect(organ?.surfaceDice).toBe(1)
})

it.each([
  ['missed organ', line(), line(3)],
  ['false positive on an absent organ', line(3), line()],
])('gives the volume diagonal to a %s', (_title, prediction, label) => {
  // Box of 4 × 3 × 15 mm: √(16 + 9 + 225).
  expect(hausdorff95Mm({ prediction, label, shape, spacingMm, classCount: 2 })).toEqual([null, Math.sqrt(250)])
})

it('has no value for an organ absent in both', () => {
  expect(hausdorff95Mm({ prediction: line(), label: line(), shape, spacingMm, classCount: 3 })).toEqual([
    null,
    null,
    null,
  ])
})
