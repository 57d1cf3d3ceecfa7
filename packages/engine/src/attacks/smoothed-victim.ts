import { type AxisMap, gaussian, mapAxes } from './axis-map.ts'
import { release } from '../tensor/index.ts'
import type { Victim } from './victim.ts'

/**
 * Translation invariance (TI, Dong et al., CVPR 2019): the victim whose gradient is convolved with a normalised Gaussian
 * of `radius` voxels to each side of every axis, sigma = radius / 3, zeros beyond the ends. Loss and logits are the
 * victim's own.
 */
export function smoothedVictim(victim: Victim, radius: number): Victim {
  return {
    classCount: victim.classCount,
    logits: (x) => victim.logits(x),
    async lossGradient(x, objective, wanted) {
      const { dx, ...rest } = await victim.lossGradient(x, objective, wanted)
      const maps = x.shape.slice(-3).map((extent) => gaussian(extent, radius)) as [AxisMap, AxisMap, AxisMap]
      const smoothed = mapAxes(dx.data, maps)
      release(dx)
      return { ...rest, dx: { shape: x.shape, data: smoothed } }
    },
  }
}
