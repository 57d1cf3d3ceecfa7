import { describe, expect, it } from 'vitest'
import { applyAffine, type Affine } from './nifti/affine.ts'
import { readNifti } from './nifti/read-nifti.ts'
import type { Volume } from './nifti/volume.ts'
import { writeNifti } from './nifti/write-nifti.ts'
import { orientationCodes, orientationOf, reorient } from './orientation.ts'

const ras: Volume = {
  shape: [3, 4, 5],
  channelCount: 2,
  data: Float32Array.from({ length: 120 }, (_, n) => n),
  // Oblique by a few degrees, anisotropic.
  affine: [
    [0.99, 0.1, 0, -20],
    [-0.05, 1.98, 0.3, 10],
    [0, -0.2, 2.99, 5],
  ],
}

describe('orientation', () => {
  it('knows 48 codes', () => {
    expect(new Set(orientationCodes).size).toBe(48)
  })

  it.each([
    [
      'RAS',
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
      ],
    ],
    [
      'LPS',
      [
        [-1, 0, 0, 0],
        [0, -1, 0, 0],
        [0, 0, 1, 0],
      ],
    ],
    [
      'LIA',
      [
        [-1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, -1, 0, 0],
      ],
    ],
    [
      'PSR',
      [
        [0, 0, 1, 0],
        [-1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    ],
  ] satisfies [string, Affine][])('reads %s from the affine', (code, affine) => {
    expect(orientationOf(affine)).toBe(code)
  })

  it.each(orientationCodes)('goes to %s and back, through a file, without touching a voxel', (code) => {
    const turned = reorient(ras, code)
    expect(orientationOf(turned.affine)).toBe(code)
    const back = reorient(readNifti(writeNifti(turned, { elementType: 'float64', version: 2 })), 'RAS')
    expect(back.shape).toEqual(ras.shape)
    expect(back.data).toEqual(ras.data)
    back.affine.flat().forEach((value, n) => expect(value).toBeCloseTo(ras.affine.flat()[n] ?? 0, 10))
  })

  it.each(orientationCodes)('keeps each voxel at its millimetres in %s', (code) => {
    const turned = reorient(ras, code)
    const placeOf = (volume: Volume, value: number): readonly number[] => {
      const index = volume.data.indexOf(value)
      const [, n1, n2] = volume.shape
      return applyAffine(volume.affine, [Math.floor(index / (n1 * n2)), Math.floor(index / n2) % n1, index % n2])
    }
    for (const value of [0, 7, 33, 59]) {
      const expected = placeOf(ras, value)
      placeOf(turned, value).forEach((mm, axis) => expect(mm).toBeCloseTo(expected[axis] ?? 0, 10))
    }
  })

  it('refuses a code that names an axis twice', () => {
    expect(() => reorient(ras, 'RLS')).toThrow('RLS is no orientation')
  })
})
