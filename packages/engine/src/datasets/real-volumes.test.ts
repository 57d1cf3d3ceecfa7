import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { spacingOf } from './nifti/affine.ts'
import type { NiftiVolume } from './nifti/read-nifti.ts'
import { readNiftiFile } from './nifti/read-nifti-file.ts'
import { orientationOf, reorient } from './orientation.ts'
import { preprocess } from './preprocess/preprocess.ts'

const volumes = fileURLToPath(new URL('../../../../../shared/data/volumes/', import.meta.url))
const isHere = existsSync(volumes)
if (!isHere) console.warn('Skipped: real NIfTI volumes, because ../shared/data/volumes is not here.')

const read = (path: string): Promise<NiftiVolume> => readNiftiFile(`${volumes}${path}`)

describe.skipIf(!isHere)('real NIfTI files', () => {
  it('one head in 24 orientations is one RAS array', async () => {
    const expected = await read('orientations/RAS.nii.gz')
    const names = readdirSync(`${volumes}orientations`).filter((name) => name.endsWith('.nii.gz'))
    expect(names).toHaveLength(24)
    for (const name of names) {
      const volume = await read(`orientations/${name}`)
      expect(orientationOf(volume.affine)).toBe(name.slice(0, 3))
      const turned = reorient(volume, 'RAS')
      expect(turned.shape).toEqual(expected.shape)
      expect(turned.data).toEqual(expected.data)
      turned.affine.flat().forEach((value, n) => expect(value).toBeCloseTo(expected.affine.flat()[n] ?? 0, 3))
    }
  })

  // Shapes, types and orientations as the files' headers state them (od -An -t …).
  it.each([
    ['nifti-edge-cases/anatomical.nii', [33, 41, 25], 1, 'LAS', 'int16', false],
    ['nifti-edge-cases/reoriented_anat_moved.nii', [21, 26, 22], 1, 'RAS', 'float32', false],
    ['nifti-edge-cases/example4d.nii.gz', [128, 96, 24], 2, 'LAS', 'int16', true],
    ['nifti-edge-cases/example_nifti2.nii.gz', [32, 20, 12], 2, 'LAS', 'int16', true],
    ['nifti-edge-cases/functional.nii', [17, 21, 3], 20, 'LAS', 'int16', true],
    ['nifti-edge-cases/standard.nii.gz', [4, 5, 7], 1, 'RAS', 'uint8', true],
    ['abdomen-ct/example_ct.nii.gz', [122, 101, 112], 1, 'RAS', 'int32', true],
    ['abdomen-ct/example_seg.nii.gz', [122, 101, 30], 1, 'RAS', 'uint8', true],
    ['prostate-mr/images/case000000.nii.gz', [64, 64, 60], 1, 'RAS', 'uint8', true],
    ['prostate-mr/labels/case000008.nii.gz', [64, 64, 60], 3, 'RAS', 'float64', true],
    ['mni152/mni_icbm152_t1_tal_nlin_sym_09a_converted.nii.gz', [197, 233, 189], 1, 'RAS', 'uint8', true],
  ])('%s', async (path, shape, channelCount, orientation, elementType, littleEndian) => {
    const volume = await read(path)
    expect(volume).toMatchObject({ shape, channelCount, header: { littleEndian, elementType: { name: elementType } } })
    expect(orientationOf(volume.affine)).toBe(orientation)
    expect(volume.data).toHaveLength(shape.reduce((product, extent) => product * extent, channelCount))
  })

  it('applies slope and intercept of functional.nii', async () => {
    const { data } = await read('nifti-edge-cases/functional.nii')
    // Python: struct.unpack('<…h') × 0.0754 + 3100.76 over the file's voxels.
    const mean = data.reduce((sum, value) => sum + value / data.length, 0)
    expect(mean).toBeCloseTo(3637.4085, 2)
    expect(data.reduce((most, value) => Math.max(most, value), 0)).toBeCloseTo(5571.6219, 2)
  })

  it('an abdominal CT holds air, fat and bone in Hounsfield units', async () => {
    const { data, affine } = await read('abdomen-ct/example_ct.nii.gz')
    spacingOf(affine).forEach((size) => expect(size).toBeCloseTo(3, 5))
    const [low, high] = data.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [0, 0] as const as [
      number,
      number,
    ])
    expect(low).toBeLessThan(-900)
    expect(high).toBeGreaterThan(300)
  })

  it('preprocesses an abdominal CT as MONAI 1.5 does', async () => {
    // MONAI: Orientation LPS, Spacing (2, 2.5, 4), ScaleIntensityRange -175 … 250 with clip, CropForeground,
    // SpatialPad (200, 100, 90), ResizeWithPadOrCrop (180, 110, 80).
    const volume = await read('abdomen-ct/example_ct.nii.gz')
    const { image } = preprocess(
      { image: volume, label: volume },
      {
        orientation: 'LPS',
        spacingMm: [2, 2.5, 4],
        intensity: { kind: 'window', low: -175, high: 250 },
        cropForeground: true,
        padToShape: [200, 100, 90],
        exactShape: [180, 110, 80],
      },
    )
    expect(image.shape).toEqual([180, 110, 80])
    expect(image.data.reduce((sum, value) => sum + value, 0) / image.data.length).toBeCloseTo(0.24927404, 6)
    const at = (i: number, j: number, k: number): number | undefined => image.data[(i * 110 + j) * 80 + k]
    expect(at(90, 50, 40)).toBeCloseTo(0.49751633, 6)
    expect(at(60, 60, 30)).toBeCloseTo(0.32784313, 6)
    expect(at(120, 40, 50)).toBeCloseTo(0.24522875, 6)
    expect(image.affine.map((row) => Number(row[3].toFixed(4)))).toEqual([183.0437, 291.319, 102.3018])
  })

  it('names the missing .img of a lone header', async () => {
    await expect(read('nifti-edge-cases/nifti1.hdr')).rejects.toThrow(/nifti1\.img\.gz/)
  })

  it('refuses an mgz file as no NIfTI', async () => {
    await expect(read('nifti-edge-cases/test.mgz')).rejects.toThrow('a NIfTI header begins with 348 or 540')
  })
})
