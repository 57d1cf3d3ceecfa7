import { type AxisMap, mapAxes } from '../axis-map.ts'
import { corruption } from './corruption.ts'

/** Standard deviations by severity, in edges of the finest voxel: ROOD-MRI's (Boone et al. 2023) in mm on voxels of 1 mm. */
const deviations = [0.8, 1.6, 2.4, 3.2, 4] as const

/** Convolution with a Gaussian, as wide in mm along each axis; the volume is held at its borders. */
export const blur = corruption(deviations, ({ values, extents, spacingMm }, deviation) => {
  const deviationMm = deviation * Math.min(...spacingMm)
  return mapAxes(values, [
    heldGaussian(extents[0], deviationMm / spacingMm[0]),
    heldGaussian(extents[1], deviationMm / spacingMm[1]),
    heldGaussian(extents[2], deviationMm / spacingMm[2]),
  ])
})

/** Weights of a Gaussian out to four deviations, rounded to whole voxels (as scipy.ndimage.gaussian_filter, `nearest`). */
function heldGaussian(extent: number, deviation: number): AxisMap {
  const radius = Math.floor(4 * deviation + 0.5)
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, n) => Math.exp(-0.5 * ((n - radius) / deviation) ** 2))
  const total = kernel.reduce((sum, weight) => sum + weight, 0)
  const taps = kernel.length
  const source = new Int32Array(taps * extent)
  const weight = new Float64Array(taps * extent)
  for (let i = 0; i < extent; i++) {
    for (const [n, value] of kernel.entries()) {
      source[i * taps + n] = Math.min(extent - 1, Math.max(0, i + n - radius))
      weight[i * taps + n] = value / total
    }
  }
  return { inputExtent: extent, outputExtent: extent, taps, source, weight }
}
