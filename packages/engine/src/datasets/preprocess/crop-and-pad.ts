import type { Affine, AffineRow, Triple } from '../nifti/affine.ts'
import type { Volume } from '../nifti/volume.ts'

/** A box in voxel indices; it may reach beyond the volume. */
export interface VoxelBox {
  readonly start: Triple
  readonly shape: Triple
}

/** The voxels of the box, 0 where it lies outside the volume; the affine's origin moves to the box's first voxel. */
export function cutOut(volume: Volume, box: VoxelBox): Volume {
  const [m0, m1, m2] = volume.shape
  const [n0, n1, n2] = box.shape
  const [s0, s1, s2] = box.start
  if (s0 === 0 && s1 === 0 && s2 === 0 && m0 === n0 && m1 === n1 && m2 === n2) return volume
  const data = new Float32Array(volume.channelCount * n0 * n1 * n2)
  const kFrom = Math.max(0, -s2)
  const kTo = Math.min(n2, m2 - s2)
  for (let channel = 0; channel < volume.channelCount; channel++) {
    for (let i = Math.max(0, -s0); i < Math.min(n0, m0 - s0) && kFrom < kTo; i++) {
      for (let j = Math.max(0, -s1); j < Math.min(n1, m1 - s1); j++) {
        const from = ((channel * m0 + i + s0) * m1 + j + s1) * m2 + s2
        const to = ((channel * n0 + i) * n1 + j) * n2
        data.set(volume.data.subarray(from + kFrom, from + kTo), to + kFrom)
      }
    }
  }
  const row = (r: AffineRow): AffineRow => [r[0], r[1], r[2], r[3] + r[0] * s0 + r[1] * s1 + r[2] * s2]
  const affine: Affine = [row(volume.affine[0]), row(volume.affine[1]), row(volume.affine[2])]
  return { shape: box.shape, channelCount: volume.channelCount, data, affine }
}

/**
 * Bounding box of the voxels above 0 in any channel, as MONAI's CropForeground; the whole volume where there is none.
 * Of a window that lies below all intensities it cuts nothing.
 */
export function foregroundBox(volume: Volume): VoxelBox {
  const [n0, n1, n2] = volume.shape
  const low: [number, number, number] = [n0, n1, n2]
  const high: [number, number, number] = [-1, -1, -1]
  const voxels = n0 * n1 * n2
  for (let channel = 0; channel < volume.channelCount; channel++) {
    const values = volume.data.subarray(channel * voxels, (channel + 1) * voxels)
    let n = 0
    for (let i = 0; i < n0; i++) {
      for (let j = 0; j < n1; j++) {
        for (let k = 0; k < n2; k++, n++) {
          if (!((values[n] ?? 0) > 0)) continue
          if (i < low[0]) low[0] = i
          if (i > high[0]) high[0] = i
          if (j < low[1]) low[1] = j
          if (j > high[1]) high[1] = j
          if (k < low[2]) low[2] = k
          if (k > high[2]) high[2] = k
        }
      }
    }
  }
  if (high[0] < 0) return { start: [0, 0, 0], shape: volume.shape }
  return { start: low, shape: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] }
}

/**
 * Box that grows axes shorter than `least`, as MONAI's SpatialPad: evenly, the odd voxel at the end, or with all new
 * voxels at the end.
 */
export function paddedBox(shape: Triple, least: Triple, side: 'both' | 'end' = 'both'): VoxelBox {
  const grown = mapAxes((axis) => Math.max(shape[axis], least[axis]))
  if (side === 'end') return { start: [0, 0, 0], shape: grown }
  return { start: mapAxes((axis) => -Math.floor((grown[axis] - shape[axis]) / 2)), shape: grown }
}

/** Box of exactly this shape: padded as `paddedBox`, cropped about the centre voxel ⌊n/2⌋ as MONAI's CenterSpatialCrop. */
export function exactBox(shape: Triple, exact: Triple): VoxelBox {
  const start = mapAxes((axis) => {
    const surplus = shape[axis] - exact[axis]
    return surplus < 0 ? -Math.floor(-surplus / 2) : Math.floor(shape[axis] / 2) - Math.floor(exact[axis] / 2)
  })
  return { start, shape: exact }
}

function mapAxes(value: (axis: 0 | 1 | 2) => number): Triple {
  // -0 would show in comparisons.
  return [value(0) + 0, value(1) + 0, value(2) + 0]
}
