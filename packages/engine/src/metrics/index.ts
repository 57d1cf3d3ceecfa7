export { argmaxLogits, predictedClasses } from './argmax-logits.ts'
export { diceByClass, foregroundDice, meanForeground } from './dice.ts'
export {
  diagonalMm,
  hausdorff95Mm,
  type SegmentationPair,
  type SurfaceMetrics,
  surfaceDiceByClass,
  surfaceMetricsByClass,
  surfaceToleranceMm,
} from './surface-metrics.ts'
