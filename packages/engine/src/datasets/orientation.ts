import type { Affine, AffineRow } from './nifti/affine.ts'
import { spacingOf } from './nifti/affine.ts'
import type { Volume } from './nifti/volume.ts'

/** Letters of the positive and negative direction along x (right), y (anterior) and z (superior). */
const directions = ['RL', 'AP', 'SI'] as const

interface AxisTarget {
  /** Which of x, y, z the axis runs along. */
  readonly world: 0 | 1 | 2
  readonly sign: 1 | -1
}

/** The 48 codes: three letters, one of each of R/L, A/P and S/I, in any order. */
export const orientationCodes: readonly string[] = permutations().flatMap((order) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((flips) => order.map((world, n) => directions[world][(flips >> n) & 1] ?? '').join('')),
)

/** True for one of the 48 codes. */
export function isOrientationCode(code: string): boolean {
  return orientationCodes.includes(code)
}

/**
 * Where each array axis points, as nibabel's axis codes: `RAS` runs to the right, anterior, superior. An oblique volume
 * gets the assignment of axes with the largest sum of direction cosines.
 */
export function orientationOf(affine: Affine): string {
  return targetsOf(affine)
    .map(({ world, sign }) => directions[world][sign > 0 ? 0 : 1] ?? '')
    .join('')
}

/** The same volume with its axes permuted and flipped to the code, its affine following; throws on an unknown code. */
export function reorient(volume: Volume, code: string): Volume {
  const wanted = parseCode(code)
  const present = targetsOf(volume.affine)
  const sources = wanted.map((target) => {
    const axis = present.findIndex((candidate) => candidate.world === target.world) as 0 | 1 | 2
    return { axis, isFlipped: present[axis]?.sign !== target.sign }
  })
  if (sources.every(({ axis, isFlipped }, n) => axis === n && !isFlipped)) return volume
  const strides = [volume.shape[1] * volume.shape[2], volume.shape[2], 1] as const
  const shape = sources.map(({ axis }) => volume.shape[axis])
  const [n0 = 1, n1 = 1, n2 = 1] = shape
  const steps = sources.map(({ axis, isFlipped }) => (isFlipped ? -strides[axis] : strides[axis]))
  const [step0 = 0, step1 = 0, step2 = 0] = steps
  let first = 0
  for (const { axis, isFlipped } of sources) if (isFlipped) first += strides[axis] * (volume.shape[axis] - 1)

  const voxels = n0 * n1 * n2
  const data = new Float32Array(volume.data.length)
  for (let channel = 0, out = 0; channel < volume.channelCount; channel++) {
    for (let i = 0; i < n0; i++) {
      for (let j = 0; j < n1; j++) {
        let at = channel * voxels + first + i * step0 + j * step1
        for (let k = 0; k < n2; k++, out++, at += step2) data[out] = volume.data[at] ?? 0
      }
    }
  }
  const row = (r: AffineRow): AffineRow => {
    let origin = r[3]
    const columns = sources.map(({ axis, isFlipped }) => {
      if (!isFlipped) return r[axis]
      origin += r[axis] * (volume.shape[axis] - 1)
      return -r[axis]
    })
    return [columns[0] ?? 0, columns[1] ?? 0, columns[2] ?? 0, origin]
  }
  const [r0, r1, r2] = volume.affine
  return { shape: [n0, n1, n2], channelCount: volume.channelCount, data, affine: [row(r0), row(r1), row(r2)] }
}

function parseCode(code: string): readonly AxisTarget[] {
  if (!isOrientationCode(code)) {
    throw new RangeError(`${code} is no orientation; expected one letter of each of R/L, A/P, S/I, such as RAS.`)
  }
  return [...code].map((letter): AxisTarget => {
    const world = directions.findIndex((pair) => pair.includes(letter)) as 0 | 1 | 2
    return { world, sign: directions[world][0] === letter ? 1 : -1 }
  })
}

function targetsOf(affine: Affine): readonly AxisTarget[] {
  const spacing = spacingOf(affine)
  const cosine = (world: 0 | 1 | 2, axis: 0 | 1 | 2): number => affine[world][axis] / (spacing[axis] || 1)
  let best: readonly (0 | 1 | 2)[] = [0, 1, 2]
  let bestSum = -1
  for (const order of permutations()) {
    const sum = order.reduce<number>((total, world, axis) => total + Math.abs(cosine(world, axis as 0 | 1 | 2)), 0)
    if (sum > bestSum + 1e-9) {
      best = order
      bestSum = sum
    }
  }
  return best.map((world, axis) => ({ world, sign: cosine(world, axis as 0 | 1 | 2) < 0 ? -1 : 1 }))
}

function permutations(): readonly (readonly (0 | 1 | 2)[])[] {
  return [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
}
