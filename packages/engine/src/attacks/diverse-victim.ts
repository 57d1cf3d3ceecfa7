import { type AxisMap, interpolation, mapAxes } from './axis-map.ts'
import { release } from '../tensor/index.ts'
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
    async lossGradient(x, objective) {
      if (random.uniform() >= probability) return victim.lossGradient(x, objective)
      const { shrink, restore } = drawTransform(x.shape, leastScale, random)
      let aligned: { shape: readonly number[]; data: Float32Array } | undefined
      const { loss, logits, dx } = await victim.lossGradient(
        { shape: x.shape, data: mapAxes(x.data, shrink) },
        (found) => {
          aligned = { shape: found.shape, data: mapAxes(found.data, restore) }
          const value = objective(aligned)
          return { loss: value.loss, dz: mapAxes(value.dz, restore, 'transposed') }
        },
      )
      if (!aligned) throw new Error('The victim did not ask for the objective of its logits.')
      const mapped = mapAxes(dx.data, shrink, 'transposed')
      release(logits)
      release(dx)
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
