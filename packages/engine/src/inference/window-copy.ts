import type { Extents } from './window-plan.ts'

/** Where a window's rows lie in a volume: the part of it inside the volume, the rest being padding. */
export interface Placement {
  readonly volume: Extents
  readonly window: Extents
  /** First voxel of the window in the volume's own coordinates; negative where padding comes before. */
  readonly origin: Extents
}

/** Calls `row` for each run of voxels along the last axis that window and volume share, with its offsets in both. */
export function forEachSharedRow(
  { volume, window, origin }: Placement,
  row: (inVolume: number, inWindow: number, length: number) => void,
): void {
  const first = origin.map((start) => Math.max(0, -start)) as [number, number, number]
  const end = origin.map((start, axis) => Math.min(window[axis] as number, (volume[axis] as number) - start)) as [
    number,
    number,
    number,
  ]
  const length = end[2] - first[2]
  if (length <= 0) return
  for (let d = first[0]; d < end[0]; d++) {
    for (let h = first[1]; h < end[1]; h++) {
      const inVolume = ((origin[0] + d) * volume[1] + origin[1] + h) * volume[2] + origin[2] + first[2]
      row(inVolume, (d * window[1] + h) * window[2] + first[2], length)
    }
  }
}

/** The window's voxels of each of `planes` volumes that lie one after the other; 0 where the window is in the padding. */
export function cutWindow(source: Float32Array, planes: number, placement: Placement): Float32Array {
  const volumeSize = placement.volume[0] * placement.volume[1] * placement.volume[2]
  const windowSize = placement.window[0] * placement.window[1] * placement.window[2]
  const cut = new Float32Array(planes * windowSize)
  forEachSharedRow(placement, (inVolume, inWindow, length) => {
    for (let plane = 0; plane < planes; plane++) {
      const from = plane * volumeSize + inVolume
      cut.set(source.subarray(from, from + length), plane * windowSize + inWindow)
    }
  })
  return cut
}

/** target += weights * window for each plane, in float32; `weights` has the window's shape and serves all planes. */
export function addWindow(
  target: Float32Array,
  window: Float32Array,
  planes: number,
  placement: Placement,
  weights?: Float32Array,
): void {
  const volumeSize = placement.volume[0] * placement.volume[1] * placement.volume[2]
  const windowSize = placement.window[0] * placement.window[1] * placement.window[2]
  forEachSharedRow(placement, (inVolume, inWindow, length) => {
    for (let plane = 0; plane < planes; plane++) {
      const to = plane * volumeSize + inVolume
      const from = plane * windowSize + inWindow
      if (weights) addWeighted(target, to, window, from, length, weights, inWindow)
      else for (let i = 0; i < length; i++) target[to + i] = (target[to + i] as number) + (window[from + i] as number)
    }
  })
}

function addWeighted(
  target: Float32Array,
  to: number,
  window: Float32Array,
  from: number,
  length: number,
  weights: Float32Array,
  first: number,
): void {
  for (let i = 0; i < length; i++) {
    const share = Math.fround((window[from + i] as number) * (weights[first + i] as number))
    target[to + i] = (target[to + i] as number) + share
  }
}

/** The target's voxels under the window become the window's, for each plane. */
export function pasteWindow(target: Float32Array, window: Float32Array, planes: number, placement: Placement): void {
  const volumeSize = placement.volume[0] * placement.volume[1] * placement.volume[2]
  const windowSize = placement.window[0] * placement.window[1] * placement.window[2]
  forEachSharedRow(placement, (inVolume, inWindow, length) => {
    for (let plane = 0; plane < planes; plane++) {
      const from = plane * windowSize + inWindow
      target.set(window.subarray(from, from + length), plane * volumeSize + inVolume)
    }
  })
}
