import type { Extents } from './window-plan.ts'

/** How overlapping windows share a voxel: equally, or by a Gaussian around the window's centre. */
export type Blending = 'constant' | 'gaussian'

/** Sigma of the Gaussian as a share of the window's extent, MONAI's default. */
const sigmaScale = 0.125

/**
 * Weight of each voxel of a window, as MONAI computes it in float32. Gaussian: the product over the axes of
 * exp(-(i - (n - 1) / 2)^2 / (2 (n / 8)^2)), raised to at least max(its minimum, 0.001).
 */
export function importanceMap(window: Extents, blending: Blending): Float32Array {
  const [depth, height, width] = window
  const map = new Float32Array(depth * height * width).fill(1)
  if (blending === 'constant') return map
  const [alongDepth, alongHeight, alongWidth] = window.map(bell) as [Float32Array, Float32Array, Float32Array]
  let smallest = Number.POSITIVE_INFINITY
  let i = 0
  for (const d of alongDepth) {
    for (const h of alongHeight) {
      const plane = Math.fround(d * h)
      for (const w of alongWidth) {
        const weight = Math.fround(plane * w)
        if (weight < smallest) smallest = weight
        map[i++] = weight
      }
    }
  }
  const floor = Math.max(smallest, 1e-3)
  return map.map((weight) => Math.max(weight, floor))
}

function bell(extent: number): Float32Array {
  const sigma = extent * sigmaScale
  return Float32Array.from({ length: extent }, (_, i) => Math.exp((i - (extent - 1) / 2) ** 2 / (-2 * sigma ** 2)))
}
