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
  const channels = Array.from({ length: source.channelCount }, (_, channel) =>
    source.data.subarray(channel * sourceVoxels, (channel + 1) * sourceVoxels),
  )
  const data = new Float32Array(source.channelCount * gridVoxels)
  let covered = 0
  let n = 0
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      const [x0, y0, z0] = applyAffine(toSource, [i, j, 0])
      for (let k = 0; k < n2; k++, n++) {
        const x = x0 + rowX[2] * k
        const y = y0 + rowY[2] * k
        const z = z0 + rowZ[2] * k
        if (!(reaches(x, m0) && reaches(y, m1) && reaches(z, m2))) continue
        covered++
        for (let channel = 0; channel < source.channelCount; channel++) {
          const values = channels[channel] ?? source.data
          data[channel * gridVoxels + n] = sample(values, source.shape, x, y, z)
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

/** Trilinear at fractional indices, which are first brought onto the volume. */
function sample(values: Float32Array, shape: Triple, x: number, y: number, z: number): number {
  const [m0, m1, m2] = shape
  const a = Math.min(Math.max(x, 0), m0 - 1)
  const b = Math.min(Math.max(y, 0), m1 - 1)
  const c = Math.min(Math.max(z, 0), m2 - 1)
  const [p, q, r] = [Math.floor(a), Math.floor(b), Math.floor(c)]
  const right = p < m0 - 1 ? m1 * m2 : 0
  const front = q < m1 - 1 ? m2 : 0
  const up = r < m2 - 1 ? 1 : 0
  const at = (p * m1 + q) * m2 + r
  const near = mix(edge(values, at, up, c - r), edge(values, at + front, up, c - r), b - q)
  const far = mix(edge(values, at + right, up, c - r), edge(values, at + right + front, up, c - r), b - q)
  return mix(near, far, a - p)
}

function edge(values: Float32Array, at: number, up: number, share: number): number {
  return mix(values[at] ?? 0, values[at + up] ?? 0, share)
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
