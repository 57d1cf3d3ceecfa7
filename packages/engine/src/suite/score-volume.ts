import { diagonalMm, diceByClass, foregroundDice, predictedClasses, surfaceMetricsByClass } from '../metrics/index.ts'
import type { FloatTensor, LabelVolume, Prediction } from '../tensor/index.ts'
import type { PerClass } from './report.ts'

export interface Score {
  readonly dice: PerClass
  readonly hd95Mm: PerClass
  readonly nsd: PerClass
  readonly foregroundDice: number
  readonly nonFinite: boolean
}

export interface GroundTruth {
  readonly label: LabelVolume
  readonly spacingMm: readonly [number, number, number]
  readonly classCount: number
}

/**
 * Metrics of a prediction. Logits that hold NaN or Inf give none: every class of the label counts as missed and the
 * foreground Dice is 0.
 */
export function scorePrediction({ classes: prediction, isFinite }: Prediction, truth: GroundTruth): Score {
  if (!isFinite) return missedEverything(truth)
  const { label, spacingMm, classCount } = truth
  const surfaces = surfaceMetricsByClass({ prediction, label: label.data, shape: label.shape, spacingMm, classCount })
  return {
    dice: diceByClass(prediction, label.data, classCount),
    hd95Mm: surfaces.map((metrics) => metrics?.hausdorff95Mm ?? null),
    nsd: surfaces.map((metrics) => metrics?.surfaceDice ?? null),
    foregroundDice: foregroundDice(prediction, label.data, classCount),
    nonFinite: false,
  }
}

/** Foreground Dice of the prediction argmax(logits), 0 where the logits are not finite: the ranking metric. */
export function rankingDice(logits: FloatTensor, truth: GroundTruth): number {
  return diceOfPrediction(predictedClasses(logits), truth)
}

/** The same of a prediction. */
export function diceOfPrediction({ classes, isFinite }: Prediction, { label, classCount }: GroundTruth): number {
  return isFinite ? foregroundDice(classes, label.data, classCount) : 0
}

function missedEverything({ label, spacingMm, classCount }: GroundTruth): Score {
  const present = new Array<boolean>(classCount).fill(false)
  for (const y of label.data) present[y] = true
  const diagonal = diagonalMm(label.shape, spacingMm)
  return {
    dice: present.map((isPresent) => (isPresent ? 0 : null)),
    hd95Mm: present.map((isPresent, k) => (isPresent && k > 0 ? diagonal : null)),
    nsd: present.map((isPresent, k) => (isPresent && k > 0 ? 0 : null)),
    foregroundDice: 0,
    nonFinite: true,
  }
}
