import { diceByClass, surfaceMetricsByClass } from '../metrics/index.ts'
import type { Prediction } from '../tensor/index.ts'
import type { PaperMetrics } from './report.ts'
import type { GroundTruth } from './score-volume.ts'

/**
 * Metrics as Malik et al. report them: mean Dice over the classes that the label has, background included; mean HD95 in
 * voxels over the classes that both label and prediction have, background included, null where there is none. Both
 * flatter: a missed organ costs no distance and an invented one nothing at all. Of logits that are not finite, 0.
 */
export function paperMetrics(
  { classes: prediction, isFinite }: Prediction,
  { label, classCount }: GroundTruth,
): PaperMetrics {
  if (!isFinite) return { dice: 0, hd95Voxels: null }
  const present = classesOf(label.data, classCount)
  const predicted = classesOf(prediction, classCount)
  const pair = { prediction, label: label.data, shape: label.shape, spacingMm: [1, 1, 1] as const, classCount }
  const dice = diceByClass(prediction, label.data, classCount).filter((_, k) => present[k])
  const distances = surfaceMetricsByClass(pair, { withBackground: true }).filter((_, k) => present[k] && predicted[k])
  return {
    dice: meanOf(dice.map((value) => value ?? 0)) ?? 0,
    hd95Voxels: meanOf(distances.flatMap((metrics) => metrics?.hausdorff95Mm ?? [])),
  }
}

function classesOf(volume: Uint8Array, classCount: number): boolean[] {
  const found = new Array<boolean>(classCount).fill(false)
  for (const k of volume) found[k] = true
  return found
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
