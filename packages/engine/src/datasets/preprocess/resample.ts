import { type Affine, type AffineRow, spacingOf, type Triple } from '../nifti/affine.ts'
import type { Volume } from '../nifti/volume.ts'

export type Interpolation = 'linear' | 'nearest'

/** The grid that a recipe asks for has more voxels than are kept in memory, as a spacing in the wrong unit gives. */
export class GridTooLargeError extends Error {
  override readonly name = 'GridTooLargeError'
}

/** 1 GiB as float32. */
const voxelsMax = 2 ** 28

/** Voxel sizes that differ by less than this share count as equal. */
const spacingTolerance = 1e-3

/**
 * The volume on a grid of the given voxel size, its first voxel's centre and its axes kept, as MONAI's Spacing does:
 * round((n - 1) · old / new + 1) voxels (halves to even), voxel o sampled at o · new / old, edges repeated. Linear
 * interpolation is trilinear; nearest rounds halves to even, where MONAI's fall as rounding noise has it. Throws a
 * GridTooLargeError before it takes the memory.
 */
export function resample(volume: Volume, spacingMm: Triple, interpolation: Interpolation): Volume {
  const present = spacingOf(volume.affine)
  let current = volume
  for (const axis of [0, 1, 2] as const) {
    const step = spacingMm[axis] / present[axis]
    if (Math.abs(step - 1) > spacingTolerance) current = resampleAxis(current, { axis, step, interpolation })
  }
  return current
}

function resampleAxis(
  volume: Volume,
  options: { axis: 0 | 1 | 2; step: number; interpolation: Interpolation },
): Volume {
  const { axis, step, interpolation } = options
  const extent = volume.shape[axis]
  const newExtent = roundHalfToEven((extent - 1) / step + 1)
  const inner = [volume.shape[1] * volume.shape[2], volume.shape[2], 1][axis] ?? 1
  const outer = volume.data.length / (extent * inner)
  if (outer * newExtent * inner > voxelsMax) {
    const wanted = `${newExtent} voxels along axis ${axis} instead of ${extent}`
    throw new GridTooLargeError(`Resampling asks for ${wanted}, more than ${voxelsMax} in all; is the spacing in mm?`)
  }
  const data = new Float32Array(outer * newExtent * inner)
  for (let o = 0; o < newExtent; o++) {
    const place = Math.min(o * step, extent - 1)
    const below = interpolation === 'nearest' ? roundHalfToEven(place) : Math.floor(place)
    const above = Math.min(below + 1, extent - 1)
    const share = interpolation === 'nearest' ? 0 : place - below
    for (let n = 0; n < outer; n++) {
      const low = (n * extent + below) * inner
      const high = (n * extent + above) * inner
      const out = (n * newExtent + o) * inner
      for (let m = 0; m < inner; m++) {
        const value = volume.data[low + m] ?? 0
        data[out + m] = share === 0 ? value : value + ((volume.data[high + m] ?? 0) - value) * share
      }
    }
  }
  const shape: [number, number, number] = [...volume.shape]
  shape[axis] = newExtent
  return { shape, channelCount: volume.channelCount, data, affine: scaleColumn(volume.affine, axis, step) }
}

function scaleColumn(affine: Affine, axis: 0 | 1 | 2, factor: number): Affine {
  const row = (r: AffineRow): AffineRow => {
    const scaled: [number, number, number, number] = [...r]
    scaled[axis] *= factor
    return scaled
  }
  return [row(affine[0]), row(affine[1]), row(affine[2])]
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}
