interface Outcome {
  readonly linf: number
  readonly l2: number
  readonly ssim: number | null
}

/** How far the attacked volumes of an entry lie from the clean ones, over the scans. */
export interface Reach {
  /** Largest change of any voxel of any scan, in 1/255 of the intensity range. */
  readonly linf: number
  /** Mean Euclidean length of the change; intensities lie in [0, 1]. */
  readonly l2: number
  /** Mean structural similarity; null where it was not measured. */
  readonly ssim: number | null
}

/** Null for volumes that were not changed, and where there are none. */
export function reachOf(outcomes: readonly Outcome[]): Reach | null {
  const linf = 255 * Math.max(0, ...outcomes.map((outcome) => outcome.linf))
  if (linf === 0) return null
  const similarities = outcomes.flatMap(({ ssim }) => (ssim === null ? [] : [ssim]))
  return { linf, l2: mean(outcomes.map(({ l2 }) => l2)), ssim: similarities.length === 0 ? null : mean(similarities) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
