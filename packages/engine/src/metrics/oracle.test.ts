import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { diagonalMm, diceByClass, surfaceMetricsByClass } from './index.ts'

const folder = new URL('../../../../../shared/data/oracle/metrics/', import.meta.url)
const isHere = existsSync(new URL('cases.json', folder))
if (!isHere) console.warn('Skipped: MONAI metric cases, because ../shared/data/oracle/metrics is not here.')

// NaN and Infinity are written as strings.
const value = z.union([z.number(), z.string(), z.null()])
const triple = z.tuple([z.number(), z.number(), z.number()])
const casesSchema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      shape: triple,
      num_classes: z.number(),
      spacing_mm: triple,
      pred: z.string(),
      gt: z.string(),
      pred_voxels: z.array(z.number()),
      gt_voxels: z.array(z.number()),
      per_class: z.object({
        dice_ignore_empty_false: z.array(value),
        hd95_mm: z.array(value),
        nsd_2mm: z.array(value),
        assd_mm: z.array(value),
      }),
    }),
  ),
})

function loadCases(): z.infer<typeof casesSchema>['cases'] {
  return casesSchema.parse(JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8'))).cases
}

describe.skipIf(!isHere)('metrics equal those of MONAI 1.5 (shared oracle)', () => {
  for (const entry of isHere ? loadCases() : []) {
    it(entry.name, () => {
      const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)))
      const [prediction, label] = [bytes(entry.pred), bytes(entry.gt)]
      const { shape, spacing_mm: spacingMm, num_classes: classCount } = entry
      const dice = diceByClass(prediction, label, classCount)
      const surfaces = surfaceMetricsByClass(
        { prediction, label, shape, spacingMm, classCount },
        { withBackground: true },
      )
      for (let k = 0; k < classCount; k++) {
        const inPrediction = (entry.pred_voxels[k] ?? 0) > 0
        const inLabel = (entry.gt_voxels[k] ?? 0) > 0
        const found = surfaces[k]
        if (!inPrediction && !inLabel) {
          expect([dice[k], found]).toEqual([null, null])
        } else if (!inPrediction || !inLabel) {
          const diagonal = diagonalMm(shape, spacingMm)
          expect(dice[k]).toBe(0)
          expect(found).toEqual({ hausdorff95Mm: diagonal, surfaceDice: 0, meanSurfaceDistanceMm: diagonal })
        } else {
          expect(dice[k]).toBeCloseTo(Number(entry.per_class.dice_ignore_empty_false[k]), 6)
          expect(found?.hausdorff95Mm).toBeCloseTo(Number(entry.per_class.hd95_mm[k]), 5)
          expect(found?.surfaceDice).toBeCloseTo(Number(entry.per_class.nsd_2mm[k]), 6)
          expect(found?.meanSurfaceDistanceMm).toBeCloseTo(Number(entry.per_class.assd_mm[k]), 5)
        }
      }
    })
  }
})
