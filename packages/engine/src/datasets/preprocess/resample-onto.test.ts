import { describe, expect, it } from 'vitest'
import { type Affine, applyAffine, invertAffine, scalingAffine, type Triple } from '../nifti/affine.ts'
import type { Volume } from '../nifti/volume.ts'
import { resampleOnto } from './resample-onto.ts'

/** A quarter turn about z, a flip, unequal voxels and a shift. */
const turned: Affine = [
  [0, -2, 0, 31],
  [1.5, 0, 0, -4],
  [0, 0, -3, 20],
]

function rampOver(shape: Triple, affine: Affine): Volume {
  const [n0, n1, n2] = shape
  const data = Float32Array.from({ length: n0 * n1 * n2 }, (_, n) => {
    const [x, y, z] = applyAffine(affine, [Math.floor(n / n1 / n2), Math.floor(n / n2) % n1, n % n2])
    return x + 10 * y + 100 * z
  })
  return { shape, channelCount: 1, data, affine }
}

describe('resampleOnto', () => {
  it('gives a ramp in millimetres at the voxels of the other grid, whatever the axes', () => {
    const grid = { shape: [5, 6, 4] as const, affine: scalingAffine([2, 1, 2.5], [4, 0, 5]) }
    const { volume, coverage } = resampleOnto(rampOver([12, 15, 8], turned), grid)
    expect(coverage).toBe(1)
    expect(volume).toMatchObject({ shape: [5, 6, 4], affine: grid.affine, channelCount: 1 })
    rampOver(grid.shape, grid.affine).data.forEach((value, n) => expect(volume.data[n]).toBeCloseTo(value, 3))
  })

  it('repeats edges for half a voxel, is 0 beyond, and tells the share that it reaches', () => {
    const source: Volume = {
      shape: [1, 1, 2],
      channelCount: 2,
      data: Float32Array.of(1, 2, 5, 6),
      affine: scalingAffine([2, 2, 2]),
    }
    const { volume, coverage } = resampleOnto(source, {
      shape: [1, 1, 6],
      affine: scalingAffine([1, 1, 1], [0, 0, -2]),
    })
    // Voxels at z = -2 … 3 mm; the field of view runs from -1 to 3.
    expect([...volume.data]).toEqual([0, 1, 1, 1.5, 2, 2, 0, 5, 5, 5.5, 6, 6])
    expect(coverage).toBeCloseTo(5 / 6, 12)
  })
})

it('an affine and its inverse undo each other', () => {
  const back = invertAffine(turned)
  for (const voxel of [
    [0, 0, 0],
    [3, 5, 7],
  ] as const) {
    applyAffine(back, applyAffine(turned, voxel)).forEach((place, axis) =>
      expect(place).toBeCloseTo(voxel[axis] ?? 0, 9),
    )
  }
})
