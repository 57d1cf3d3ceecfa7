export type AffineRow = readonly [number, number, number, number]

/** Maps voxel indices (i, j, k, 1) to millimetres (x right, y anterior, z superior); the last row 0 0 0 1 is implied. */
export type Affine = readonly [AffineRow, AffineRow, AffineRow]

export type Triple = readonly [number, number, number]

/** Diagonal affine with its origin at the given millimetres. */
export function scalingAffine(spacingMm: Triple, originMm: Triple = [0, 0, 0]): Affine {
  return [
    [spacingMm[0], 0, 0, originMm[0]],
    [0, spacingMm[1], 0, originMm[1]],
    [0, 0, spacingMm[2], originMm[2]],
  ]
}

/** Lengths of the affine's columns: voxel size in mm along each array axis. */
export function spacingOf(affine: Affine): Triple {
  const length = (axis: 0 | 1 | 2): number => Math.hypot(affine[0][axis], affine[1][axis], affine[2][axis])
  return [length(0), length(1), length(2)]
}

/** Millimetres of a (fractional) voxel index. */
export function applyAffine(affine: Affine, voxel: Triple): Triple {
  const row = (r: AffineRow): number => r[0] * voxel[0] + r[1] * voxel[1] + r[2] * voxel[2] + r[3]
  return [row(affine[0]), row(affine[1]), row(affine[2])]
}

/** Determinant of the 3×3 part; 0 where the affine cannot be inverted. */
export function determinantOf(affine: Affine): number {
  const [[a, b, c], [d, e, f], [g, h, i]] = affine
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
}

/**
 * The affine that undoes this one, from the adjugate. Throws where the determinant is 0; `readNifti` refuses such files.
 */
export function invertAffine(affine: Affine): Affine {
  const determinant = determinantOf(affine)
  if (determinant === 0) throw new Error('The affine cannot be inverted: its determinant is 0.')
  const [[a, b, c, t0], [d, e, f, t1], [g, h, i, t2]] = affine
  const row = (p: number, q: number, r: number): AffineRow => {
    const [x, y, z] = [p / determinant, q / determinant, r / determinant]
    return [x, y, z, -(x * t0 + y * t1 + z * t2)]
  }
  return [
    row(e * i - f * h, c * h - b * i, b * f - c * e),
    row(f * g - d * i, a * i - c * g, c * d - a * f),
    row(d * h - e * g, b * g - a * h, a * e - b * d),
  ]
}
