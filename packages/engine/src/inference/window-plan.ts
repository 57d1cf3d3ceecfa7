/** D, H, W. */
export type Extents = readonly [number, number, number]

export interface WindowPlan {
  /** Shape after zero padding; at least the window's. */
  readonly padded: Extents
  /** Zeros before the volume: half of what is missing, rounded down. The rest goes behind. */
  readonly before: Extents
  /** First voxel of each window in the padded volume, last axis fastest. */
  readonly starts: readonly Extents[]
}

/**
 * Where the windows lie, as MONAI's `sliding_window_inference` has it: interval max(1, int(window * (1 - overlap))),
 * the window itself where it spans the axis; the last window of an axis is shifted in so that it ends with the volume.
 */
export function planWindows(volume: Extents, window: Extents, overlap: number): WindowPlan {
  if (!(overlap >= 0 && overlap < 1)) throw new RangeError(`The overlap is ${overlap}; it must lie in [0, 1).`)
  const axes = ([0, 1, 2] as const).map((axis) => planAxis(volume[axis], window[axis], overlap))
  const [depth, height, width] = axes as [AxisPlan, AxisPlan, AxisPlan]
  return {
    padded: [depth.padded, height.padded, width.padded],
    before: [depth.before, height.before, width.before],
    starts: depth.starts.flatMap((d) => height.starts.flatMap((h) => width.starts.map((w) => [d, h, w] as const))),
  }
}

interface AxisPlan {
  readonly padded: number
  readonly before: number
  readonly starts: readonly number[]
}

function planAxis(extent: number, window: number, overlap: number): AxisPlan {
  const padded = Math.max(extent, window)
  const before = Math.floor((padded - extent) / 2)
  const interval = padded === window ? window : Math.max(1, Math.trunc(window * (1 - overlap)))
  const starts = [0]
  while ((starts.at(-1) ?? 0) + window < padded) starts.push(Math.min(starts.length * interval, padded - window))
  return { padded, before, starts }
}
