export { diceByClass, foregroundDice, meanForeground } from './dice.ts'
export { predictedClasses } from './predicted-classes.ts'
export {
  diagonalMm,
  hausdorff95Mm,
  type SegmentationPair,
  type SurfaceMetrics,
  surfaceDiceByClass,
  surfaceMetricsByClass,
  surfaceToleranceMm,
} from './surface-metrics.ts'
