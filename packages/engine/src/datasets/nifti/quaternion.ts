import { type Affine, type AffineRow, determinantOf, spacingOf, type Triple } from './affine.ts'

/** A NIfTI qform: the vector part (b, c, d) of a unit quaternion and the handedness qfac. */
export interface Quaternion {
  readonly bcd: Triple
  readonly qfac: 1 | -1
}

/** The affine that a qform describes (method 2 of nifti1.h); an out-of-range (b, c, d) is normalised to a = 0. */
export function affineOfQuaternion(quaternion: Quaternion, spacingMm: Triple, offsetMm: Triple): Affine {
  let [b, c, d] = quaternion.bcd
  const squares = b * b + c * c + d * d
  const a = squares > 1 ? 0 : Math.sqrt(1 - squares)
  if (squares > 1) {
    const norm = Math.sqrt(squares)
    b /= norm
    c /= norm
    d /= norm
  }
  const [s0, s1, s2] = [spacingMm[0], spacingMm[1], spacingMm[2] * quaternion.qfac]
  return [
    [(a * a + b * b - c * c - d * d) * s0, 2 * (b * c - a * d) * s1, 2 * (b * d + a * c) * s2, offsetMm[0]],
    [2 * (b * c + a * d) * s0, (a * a + c * c - b * b - d * d) * s1, 2 * (c * d - a * b) * s2, offsetMm[1]],
    [2 * (b * d - a * c) * s0, 2 * (c * d + a * b) * s1, (a * a + d * d - c * c - b * b) * s2, offsetMm[2]],
  ]
}

/** The qform of an affine; null where its axes are not orthogonal (beyond 1e-4) or one of them has no length. */
export function quaternionOf(affine: Affine): Quaternion | null {
  const spacing = spacingOf(affine)
  if (Math.min(...spacing) === 0) return null
  const qfac = determinantOf(affine) < 0 ? -1 : 1
  const unit = affine.map(
    (row): AffineRow => [row[0] / spacing[0], row[1] / spacing[1], (row[2] / spacing[2]) * qfac, 0],
  )
  const [r0, r1, r2] = unit
  if (!r0 || !r1 || !r2) return null
  const dot = (p: 0 | 1 | 2, q: 0 | 1 | 2): number => r0[p] * r0[q] + r1[p] * r1[q] + r2[p] * r2[q]
  if (Math.max(Math.abs(dot(0, 1)), Math.abs(dot(0, 2)), Math.abs(dot(1, 2))) > 1e-4) return null

  // The largest of the four squares is taken as the pivot, as nifti_mat44_to_quatern does, to keep precision.
  const aSquared = 1 + r0[0] + r1[1] + r2[2]
  const bSquared = 1 + r0[0] - r1[1] - r2[2]
  const cSquared = 1 + r1[1] - r0[0] - r2[2]
  const dSquared = 1 + r2[2] - r0[0] - r1[1]
  const largest = Math.max(aSquared, bSquared, cSquared, dSquared)
  const pivot = Math.sqrt(largest) * 2
  let abcd: readonly [number, number, number, number]
  if (largest === aSquared) {
    abcd = [pivot / 4, (r2[1] - r1[2]) / pivot, (r0[2] - r2[0]) / pivot, (r1[0] - r0[1]) / pivot]
  } else if (largest === bSquared) {
    abcd = [(r2[1] - r1[2]) / pivot, pivot / 4, (r0[1] + r1[0]) / pivot, (r0[2] + r2[0]) / pivot]
  } else if (largest === cSquared) {
    abcd = [(r0[2] - r2[0]) / pivot, (r0[1] + r1[0]) / pivot, pivot / 4, (r1[2] + r2[1]) / pivot]
  } else {
    abcd = [(r1[0] - r0[1]) / pivot, (r0[2] + r2[0]) / pivot, (r1[2] + r2[1]) / pivot, pivot / 4]
  }
  const sign = abcd[0] < 0 ? -1 : 1
  return { bcd: [abcd[1] * sign, abcd[2] * sign, abcd[3] * sign], qfac }
}
