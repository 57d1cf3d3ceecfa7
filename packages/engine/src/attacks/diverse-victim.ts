import { type AxisMap, interpolation, mapAxes } from './axis-map.ts'
import { type FloatTensor, release } from '../tensor/index.ts'
import { type RandomSource, uniformInteger } from './random-source.ts'
import type { Victim } from './victim.ts'

export interface Diversity {
  /** How often an input is transformed, in [0, 1]. */
  readonly probability: number
  /** Least extent of the shrunk volume as a share of the whole, in (0, 1]. */
  readonly leastScale: number
}

/**
 * Input diversity (DI, Xie et al., CVPR 2019) for segmentation: each gradient is taken at z = A f(T x), where T shrinks
 * the volume to a random scale by trilinear interpolation and pads it with zeros at a random place, and A brings the
 * logits back onto the voxels they belong to, so that labels need no transform. dx = T' J' A' dz, exact. The logits of
 * `lossGradient` are those of the transformed input; `logits` transforms nothing.
 */
export function diverseVictim(victim: Victim, random: RandomSource, { probability, leastScale }: Diversity): Victim {
  return {
    classCount: victim.classCount,
    logits: (x) => victim.logits(x),
    async lossGradient(x, objective, wanted = 'everything') {
      if (random.uniform() >= probability) return victim.lossGradient(x, objective, wanted)
      const { shrink, restore } = drawTransform(x.shape, leastScale, random)
      const shrunk = { shape: x.shape, data: mapAxes(x.data, shrink) }
      let seen: { aligned: FloatTensor; pulled: FloatTensor } | undefined
      const { loss, logits, dx } = await victim.lossGradient(
        shrunk,
        ({ shape, data }) => {
          const aligned = { shape, data: mapAxes(data, restore) }
          const value = objective(aligned)
          const dz = mapAxes(value.dz, restore, 'transposed')
          seen = { aligned, pulled: { shape, data: dz } }
          return { loss: value.loss, dz }
        },
        'gradient',
      )
      if (!seen) throw new Error('The victim did not ask for the objective of its logits.')
      const { aligned, pulled } = seen
      const mapped = mapAxes(dx.data, shrink, 'transposed')
      for (const done of [shrunk, pulled, logits, dx]) release(done)
      if (wanted === 'gradient') release(aligned)
      return { loss, logits: aligned, dx: { shape: x.shape, data: mapped } }
    },
  }
}

type Maps = readonly [AxisMap, AxisMap, AxisMap]

function drawTransform(
  shape: readonly number[],
  leastScale: number,
  random: RandomSource,
): { shrink: Maps; restore: Maps } {
  const scale = leastScale + (1 - leastScale) * random.uniform()
  const axes = shape.slice(-3).map((extent) => {
    const shrunk = Math.max(1, Math.round(scale * extent))
    const offset = uniformInteger(random, extent - shrunk + 1)
    const ratio = extent / shrunk
    return {
      shrink: interpolation(extent, extent, (i) =>
        i < offset || i >= offset + shrunk ? undefined : (i - offset + 0.5) * ratio - 0.5,
      ),
      restore: interpolation(extent, extent, (i) => offset + (i + 0.5) / ratio - 0.5, {
        least: offset,
        extent: shrunk,
      }),
    }
  })
  return {
    shrink: axes.map((axis) => axis.shrink) as unknown as Maps,
    restore: axes.map((axis) => axis.restore) as unknown as Maps,
  }
}
