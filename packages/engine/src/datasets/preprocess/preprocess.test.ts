import { describe, expect, it } from 'vitest'
import type { Preprocessing } from '../manifest.ts'
import { applyAffine, scalingAffine, type Triple } from '../nifti/affine.ts'
import type { Volume } from '../nifti/volume.ts'
import { reorient } from '../orientation.ts'
import { cutOut, exactBox, foregroundBox, paddedBox } from './crop-and-pad.ts'
import { preprocess } from './preprocess.ts'
import { resample } from './resample.ts'
import { scaleIntensity } from './scale-intensity.ts'

function volumeOf(
  shape: Triple,
  value: (i: number, j: number, k: number) => number,
  spacing: Triple = [1, 1, 1],
): Volume {
  const data = new Float32Array(shape[0] * shape[1] * shape[2])
  for (let i = 0, n = 0; i < shape[0]; i++) {
    for (let j = 0; j < shape[1]; j++) for (let k = 0; k < shape[2]; k++, n++) data[n] = value(i, j, k)
  }
  return { shape, channelCount: 1, data, affine: scalingAffine(spacing, [10, 20, 30]) }
}

const line = (...values: readonly number[]): Volume => volumeOf([1, 1, values.length], (_i, _j, k) => values[k] ?? 0)

describe('resample', () => {
  it.each([
    // round((n - 1) · old / new + 1), halves to even; all of these were made with MONAI 1.5's Spacing.
    [[5, 5, 5], 2, [3, 3, 3]],
    [[5, 4, 6], 0.5, [9, 7, 11]],
    [[10, 10, 10], 1.5, [7, 7, 7]],
    [[4, 6, 8], 2, [2, 4, 4]],
  ] as const)('of %j voxels of 1 mm to %s mm gives %j', (shape, size, expected) => {
    const result = resample(
      volumeOf([...shape], () => 1),
      [size, size, size],
      'linear',
    )
    expect(result.shape).toEqual(expected)
  })

  it('reproduces a linear ramp at each new voxel centre, in millimetres', () => {
    const ramp = volumeOf([9, 8, 7], (i, j, k) => 2 * i - 3 * j + 5 * k, [1, 2, 3])
    const result = resample(ramp, [0.8, 2.5, 1.1], 'linear')
    const [n0, n1, n2] = result.shape
    for (const voxel of [
      [0, 0, 0],
      [n0 - 2, n1 - 2, n2 - 2],
      [1, 2, 3],
    ] as const) {
      const [x, y, z] = applyAffine(result.affine, voxel)
      const found = result.data[(voxel[0] * n1 + voxel[1]) * n2 + voxel[2]]
      expect(found).toBeCloseTo(2 * (x - 10) - (3 * (y - 20)) / 2 + (5 * (z - 30)) / 3, 3)
    }
  })

  it('takes the nearest voxel of a label and invents no class', () => {
    const result = resample(line(0, 3, 3, 7, 7), [1, 1, 0.75], 'nearest')
    // Sampled at 0, 0.75, 1.5 (to even: 2), 2.25, 3, 3.75 of 5 voxels.
    expect([...result.data]).toEqual([0, 3, 3, 3, 7, 7])
  })
})

describe('scaleIntensity', () => {
  it.each([
    ['window', { kind: 'window', low: -100, high: 100 }, [-200, -100, 0, 100, 300], [0, 0, 0.5, 1, 1]],
    ['min-max', { kind: 'min-max' }, [2, 4, 6], [0, 0.5, 1]],
    // The 25th and 75th percentiles of 0 … 4 are 1 and 3.
    ['percentiles', { kind: 'percentiles', low: 25, high: 75 }, [0, 1, 2, 3, 4], [0, 0, 0.5, 1, 1]],
    ['min-max of one value', { kind: 'min-max' }, [7, 7], [0, 0]],
  ] satisfies [string, Preprocessing['intensity'], number[], number[]][])(
    '%s',
    (_title, intensity, values, expected) => {
      expect([...scaleIntensity(line(...values), intensity).data]).toEqual(expected)
    },
  )

  it('scales each channel by its own range', () => {
    const two: Volume = { ...line(0, 1), channelCount: 2, data: Float32Array.of(0, 10, 5, 6) }
    expect([...scaleIntensity(two, { kind: 'min-max' }).data]).toEqual([0, 1, 0, 1])
  })
})

describe('crop and pad', () => {
  it('finds the box of what exceeds 0, and cuts nothing where all does', () => {
    const volume = volumeOf([5, 6, 7], (i, j, k) => (i === 2 && j >= 1 && j <= 3 && k === 4 ? 1 : -5))
    expect(foregroundBox(volume)).toEqual({ start: [2, 1, 4], shape: [1, 3, 1] })
    const bright = volumeOf([5, 6, 7], (i) => (i === 2 ? 1 : 0.4))
    expect(foregroundBox(bright)).toEqual({ start: [0, 0, 0], shape: [5, 6, 7] })
  })

  it('keeps a volume of one value whole', () => {
    expect(foregroundBox(volumeOf([2, 3, 4], () => 0))).toEqual({ start: [0, 0, 0], shape: [2, 3, 4] })
  })

  it('pads evenly, the odd voxel at the end', () => {
    expect([...cutOut(line(1, 2), paddedBox([1, 1, 2], [1, 1, 5])).data]).toEqual([0, 1, 2, 0, 0])
  })

  it('pads behind the last voxel where the recipe says so', () => {
    expect([...cutOut(line(1, 2), paddedBox([1, 1, 2], [1, 1, 5], 'end')).data]).toEqual([1, 2, 0, 0, 0])
  })

  it.each([
    [[1, 2, 3, 4, 5], 3, [2, 3, 4]],
    [[1, 2, 3, 4], 2, [2, 3]],
    [[1, 2], 5, [0, 1, 2, 0, 0]],
  ])('brings %j to exactly %s voxels: %j', (values, extent, expected) => {
    expect([...cutOut(line(...values), exactBox([1, 1, values.length], [1, 1, extent])).data]).toEqual(expected)
  })

  it('moves the origin to the first voxel of the box', () => {
    const cut = cutOut(
      volumeOf([4, 4, 4], (i) => i, [2, 3, 4]),
      { start: [1, -1, 2], shape: [2, 2, 2] },
    )
    expect(applyAffine(cut.affine, [0, 0, 0])).toEqual([12, 17, 38])
  })
})

describe('preprocess', () => {
  it('keeps every voxel at its millimetres through all steps', () => {
    // A bright voxel block whose place is known in millimetres, stored in an odd orientation.
    const inside = (i: number, j: number, k: number): boolean => i >= 4 && i < 8 && j >= 6 && j < 10 && k >= 2 && k < 5
    const image = volumeOf([16, 18, 9], (i, j, k) => (inside(i, j, k) ? 200 : 50 + i), [1, 1, 2])
    const label = volumeOf([16, 18, 9], (i, j, k) => (inside(i, j, k) ? 1 : 0), [1, 1, 2])
    const centreOf = ({ data, shape, affine }: Volume): Triple => {
      const sum = [0, 0, 0]
      let count = 0
      data.forEach((value, n) => {
        if (value !== 1) return
        const place = applyAffine(affine, [
          Math.floor(n / (shape[1] * shape[2])),
          Math.floor(n / shape[2]) % shape[1],
          n % shape[2],
        ])
        place.forEach((mm, axis) => {
          sum[axis] = (sum[axis] ?? 0) + mm
        })
        count++
      })
      return [(sum[0] ?? 0) / count, (sum[1] ?? 0) / count, (sum[2] ?? 0) / count]
    }
    const result = preprocess(
      { image: reorient(image, 'PIR'), label: reorient(label, 'PIR') },
      {
        orientation: 'LAS',
        spacingMm: [0.5, 0.5, 1],
        intensity: { kind: 'window', low: 0, high: 200 },
        cropForeground: true,
        padToShape: [40, 40, 40],
        exactShape: [38, 37, 36],
      },
    )
    expect(result.image.shape).toEqual([38, 37, 36])
    expect(result.label.shape).toEqual([38, 37, 36])
    expect(result.image.affine).toEqual(result.label.affine)
    const expected = centreOf(label)
    centreOf(result.label).forEach((mm, axis) => expect(Math.abs(mm - (expected[axis] ?? 0))).toBeLessThan(0.51))
    expect(Math.max(...result.image.data)).toBe(1)
    expect(Math.min(...result.image.data)).toBe(0)
  })
})
