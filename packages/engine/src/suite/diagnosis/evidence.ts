import type { OutputRange } from '../../inference/index.ts'

/** A slope of s(x) = <u, f(x)>, u random, as the gradient claims it and as a central difference shows it. */
export interface Slope {
  /** Along the gradient of s itself, its largest voxel scaled to 1, or along random signs. */
  direction: 'gradient' | 'random'
  /** Half the distance between the two volumes, in units of the [0, 1] range. */
  step: number
  claimed: number
  measured: number
  /** What float32 rounding of f alone may move the measured slope by. */
  rounding: number
}

/** What the diagnosis measured on one case. Equal requests give equal evidence where the model is deterministic. */
export interface DiagnosisEvidence {
  /** Over the clean volume's logits; sums are over the classes of a voxel. */
  output: OutputRange
  /** Two predictions of the clean volume: their largest difference and the standard deviation of the logits. */
  repeat: { largestDifference: number; deviation: number }
  /** Absent where the model has no gradient, like what follows. */
  slopes?: Slope[] | undefined
  /** Share of the voxels at which the gradient of s is exactly zero, in [0, 1]. */
  zeroGradientShare?: number | undefined
  /** Foreground Dice before and after APGD within a bound that no network should withstand. */
  collapse?: { epsilon: number; clean: number; attacked: number } | undefined
}
