export interface ProgressSample {
  /** Milliseconds. */
  readonly at: number
  readonly bytes: number
}

/**
 * Speed in bytes per second over the last ten seconds of samples (oldest first), and the seconds left of `total`; both
 * null until half a second has been seen.
 */
export function uploadPace(
  samples: readonly ProgressSample[],
  total: number,
): { bytesPerSecond: number | null; secondsLeft: number | null } {
  const last = samples.at(-1)
  const first = samples.find(({ at }) => last !== undefined && last.at - at <= 10_000)
  if (!first || !last || last.at - first.at < 500) return { bytesPerSecond: null, secondsLeft: null }
  const bytesPerSecond = ((last.bytes - first.bytes) * 1000) / (last.at - first.at)
  return { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? (total - last.bytes) / bytesPerSecond : null }
}
