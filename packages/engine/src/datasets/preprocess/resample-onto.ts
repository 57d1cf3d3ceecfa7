import { type Affine, applyAffine, invertAffine, type Triple } from '../nifti/affine.ts'
import type { Volume } from '../nifti/volume.ts'

export interface Grid {
  readonly shape: Triple
  readonly affine: Affine
}

export interface ResampledOnto {
  readonly volume: Volume
  /** Share of the grid's voxels that lie within the source's field of view. */
  readonly coverage: number
}

/**
 * The volume at the voxel centres of another grid, trilinear through millimetres, whatever the two orientations: the
 * field of view ends half a voxel beyond the outermost centres (edges repeat up to there), and is 0 beyond.
 */
export function resampleOnto(source: Volume, grid: Grid): ResampledOnto {
  const [n0, n1, n2] = grid.shape
  const [m0, m1, m2] = source.shape
  const toSource = chain(invertAffine(source.affine), grid.affine)
  const [rowX, rowY, rowZ] = toSource
  const sourceVoxels = m0 * m1 * m2
  const gridVoxels = n0 * n1 * n2
  const data = new Float32Array(source.channelCount * gridVoxels)
  let covered = 0
  let n = 0
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      const [x0, y0, z0] = applyAffine(toSource, [i, j, 0])
      for (let k = 0; k < n2; k++, n++) {
        const [x, y, z] = [x0 + rowX[2] * k, y0 + rowY[2] * k, z0 + rowZ[2] * k]
        if (!(reaches(x, m0) && reaches(y, m1) && reaches(z, m2))) continue
        covered++
        const [a, b, c] = [between(x, m0), between(y, m1), between(z, m2)]
        for (let channel = 0; channel < source.channelCount; channel++) {
          const at = (p: number, q: number, r: number): number =>
            source.data[channel * sourceVoxels + (p * m1 + q) * m2 + r] ?? 0
          const edge = (p: number, q: number): number => mix(at(p, q, c.below), at(p, q, c.above), c.share)
          const face = (p: number): number => mix(edge(p, b.below), edge(p, b.above), b.share)
          data[channel * gridVoxels + n] = mix(face(a.below), face(a.above), a.share)
        }
      }
    }
  }
  const volume = { shape: grid.shape, channelCount: source.channelCount, data, affine: grid.affine }
  return { volume, coverage: covered / gridVoxels }
}

/** Share of a voxel by which rounding may carry a point out of the field of view. */
const tolerance = 1e-4

function reaches(place: number, extent: number): boolean {
  return place >= -0.5 - tolerance && place <= extent - 0.5 + tolerance
}

function between(place: number, extent: number): { below: number; above: number; share: number } {
  const inside = Math.min(Math.max(place, 0), extent - 1)
  const below = Math.floor(inside)
  return { below, above: Math.min(below + 1, extent - 1), share: inside - below }
}

function mix(low: number, high: number, share: number): number {
  return low + (high - low) * share
}

/** First the inner map, then the outer one. */
function chain(outer: Affine, inner: Affine): Affine {
  const origin = applyAffine(outer, [inner[0][3], inner[1][3], inner[2][3]])
  const row = (axis: 0 | 1 | 2): Affine[0] => {
    const [a, b, c] = outer[axis]
    const column = (k: 0 | 1 | 2): number => a * inner[0][k] + b * inner[1][k] + c * inner[2][k]
    return [column(0), column(1), column(2), origin[axis]]
  }
  return [row(0), row(1), row(2)]
}
