import type { Placement } from './window-copy.ts'
import { type Extents, planWindows } from './window-plan.ts'

/** The windows of `planWindows`, each where it lies in the volume's own coordinates, in the plan's order. */
export function placeWindows(volume: Extents, window: Extents, overlap: number): Placement[] {
  const { starts, before } = planWindows(volume, window, overlap)
  return starts.map((start) => ({
    volume,
    window,
    origin: [start[0] - before[0], start[1] - before[1], start[2] - before[2]],
  }))
}
