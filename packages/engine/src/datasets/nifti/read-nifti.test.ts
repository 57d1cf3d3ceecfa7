import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scalingAffine } from './affine.ts'
import type { ElementTypeName } from './element-type.ts'
import { fieldLayout } from './header-layout.ts'
import { NiftiError } from './nifti-error.ts'
import { readNifti } from './read-nifti.ts'
import { writeNifti } from './write-nifti.ts'

const volume = {
  shape: [2, 3, 4] as const,
  channelCount: 1,
  affine: scalingAffine([2, 3, 4], [-5, 6, 7]),
  data: Float32Array.from({ length: 24 }, (_, n) => n),
}

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof NiftiError ? error.code : String(error)
  }
  return 'no error'
}

describe('writeNifti and readNifti', () => {
  const types: readonly ElementTypeName[] = [
    'uint8',
    'int8',
    'uint16',
    'int16',
    'uint32',
    'int32',
    'uint64',
    'int64',
    'float32',
    'float64',
  ]
  const cases = types.flatMap((elementType) =>
    ([1, 2] as const).flatMap((version) =>
      [true, false].map((littleEndian) => ({ elementType, version, littleEndian })),
    ),
  )

  it.each(cases)(
    'give back voxels and affine: $elementType, NIfTI-$version, little-endian $littleEndian',
    (options) => {
      const back = readNifti(writeNifti(volume, options))
      expect(back.data).toEqual(volume.data)
      expect(back.affine).toEqual(volume.affine)
      expect(back.header.littleEndian).toBe(options.littleEndian)
    },
  )

  it('apply slope and intercept', () => {
    const bytes = writeNifti(volume, { elementType: 'int16', slope: 0.5, intercept: -10 })
    const stored = new DataView(bytes.buffer).getInt16(352, true)
    expect(stored).toBe(20)
    expect(readNifti(bytes).data).toEqual(volume.data)
  })

  it('saturate and round integers', () => {
    const data = Float32Array.of(-7, 0.5, 254.6, 300)
    const bytes = writeNifti({ ...volume, shape: [1, 1, 4], data }, { elementType: 'uint8' })
    expect([...bytes.subarray(352)]).toEqual([0, 1, 255, 255])
  })

  it('lay the first axis out fastest in the file and slowest in memory', () => {
    const bytes = writeNifti(volume, { elementType: 'uint8' })
    // Index of [i, j, k] is 12 i + 4 j + k; the file runs over i, then j, then k.
    expect([...bytes.subarray(352, 360)]).toEqual([0, 12, 4, 16, 8, 20, 1, 13])
  })

  it('keep channels apart in the fourth dimension', () => {
    const data = Float32Array.from({ length: 48 }, (_, n) => n)
    const bytes = writeNifti({ ...volume, channelCount: 2, data }, { elementType: 'float32', gzip: true })
    const back = readNifti(bytes)
    expect([back.channelCount, back.data]).toEqual([2, data])
  })
})

describe('readNifti meets odd headers', () => {
  const patched = (patch: (view: DataView) => void): Uint8Array => {
    const bytes = writeNifti(volume, { elementType: 'uint8' })
    patch(new DataView(bytes.buffer))
    return bytes
  }
  const offset = (name: Parameters<typeof fieldLayout>[0]): number => fieldLayout(name, 1).offset

  it('falls back to the qform, then to a centred, x-flipped diagonal', () => {
    const noSform = patched((view) => view.setInt16(offset('sform_code'), 0, true))
    expect(readNifti(noSform)).toMatchObject({ affine: volume.affine, header: { affineSource: 'qform' } })
    const neither = patched((view) => {
      view.setInt16(offset('sform_code'), 0, true)
      view.setInt16(offset('qform_code'), 0, true)
    })
    // nibabel: diag(-2, 3, 4) with the centre of 2 × 3 × 4 voxels at the origin.
    expect(readNifti(neither).affine).toEqual([
      [-2, 0, 0, 1],
      [0, 3, 0, -3],
      [0, 0, 4, -6],
    ])
  })

  it('takes a negative pixdim as its size and 0 as 1', () => {
    const bytes = patched((view) => {
      view.setInt16(offset('sform_code'), 0, true)
      view.setInt16(offset('qform_code'), 0, true)
      view.setFloat32(offset('pixdim') + 4, -2, true)
      view.setFloat32(offset('pixdim') + 8, 0, true)
    })
    expect(readNifti(bytes).affine.map((row, axis) => row[axis])).toEqual([-2, 1, 4])
  })

  it('takes slope 0 and NaN as unscaled', () => {
    for (const slope of [0, Number.NaN]) {
      expect(readNifti(patched((view) => view.setFloat32(offset('scl_slope'), slope, true))).data).toEqual(volume.data)
    }
  })

  it('converts metres to millimetres', () => {
    expect(readNifti(patched((view) => view.setInt8(offset('xyzt_units'), 1))).affine[0]).toEqual([2000, 0, 0, -5000])
  })

  it('skips header extensions and takes offset 0 as right after the header', () => {
    const plain = writeNifti(volume, { elementType: 'uint8' })
    const extended = new Uint8Array(plain.length + 32)
    extended.set(plain.subarray(0, 352))
    extended[348] = 1
    extended.set(plain.subarray(352), 384)
    new DataView(extended.buffer).setFloat32(offset('vox_offset'), 384, true)
    expect(readNifti(extended).data).toEqual(volume.data)
    expect(readNifti(patched((view) => view.setFloat32(offset('vox_offset'), 0, true))).data).toEqual(volume.data)
  })

  it('reads a .hdr/.img pair', () => {
    const bytes = patched((view) => {
      view.setUint8(offset('magic') + 1, 'i'.charCodeAt(0))
      view.setFloat32(offset('vox_offset'), 0, true)
    })
    const [header, imageBytes] = [bytes.slice(0, 348), bytes.slice(352)]
    expect(readNifti(header, { imageBytes }).data).toEqual(volume.data)
    expect(readNifti(header, { imageBytes: gzipSync(imageBytes) }).data).toEqual(volume.data)
    expect(codeOf(() => readNifti(header))).toBe('truncated-file')
  })

  it.each([
    ['dimension count', 'malformed-header', (view: DataView) => view.setInt16(offset('dim'), 9, true)],
    ['negative extent', 'malformed-header', (view: DataView) => view.setInt16(offset('dim') + 2, -1, true)],
    ['extents beyond the file', 'truncated-file', (view: DataView) => view.setInt16(offset('dim') + 2, 3, true)],
    [
      'extents beyond the limit',
      'too-large',
      (view: DataView) => [2, 4, 6].forEach((at) => view.setInt16(offset('dim') + at, 32767, true)),
    ],
    ['data type RGB', 'unsupported-type', (view: DataView) => view.setInt16(offset('datatype'), 128, true)],
    ['bits that fit no type', 'malformed-header', (view: DataView) => view.setInt16(offset('bitpix'), 16, true)],
    [
      'voxels inside the header',
      'malformed-header',
      (view: DataView) => view.setFloat32(offset('vox_offset'), 100, true),
    ],
    ['wrong magic', 'not-nifti', (view: DataView) => view.setUint8(offset('magic'), 0)],
    ['wrong first field', 'not-nifti', (view: DataView) => view.setInt32(0, 12, true)],
  ])('names what is wrong: %s', (_title, code, patch) => {
    expect(codeOf(() => readNifti(patched(patch)))).toBe(code)
  })
})

describe('readNifti meets hostile bytes', () => {
  it('refuses a compression bomb without unpacking it', () => {
    const bytes = writeNifti(volume, { elementType: 'uint8' })
    const bomb = new Uint8Array(64 * 2 ** 20)
    bomb.set(bytes)
    expect(codeOf(() => readNifti(gzipSync(bomb)))).toBe('too-large')
  })

  it('refuses a compressed file that ends early or is damaged', () => {
    const data = Float32Array.from({ length: 20 ** 3 }, (_, n) => (n * 7919) % 251)
    const bytes = writeNifti({ ...volume, shape: [20, 20, 20], data }, { elementType: 'uint8', gzip: true })
    expect(codeOf(() => readNifti(bytes.subarray(0, bytes.length - 40)))).toBe('truncated-file')
    const damaged = bytes.slice()
    damaged[bytes.length - 6] = (damaged[bytes.length - 6] ?? 0) ^ 0xff
    expect(codeOf(() => readNifti(damaged))).toBe('corrupt-compression')
  })

  it('ends in a volume or a NiftiError for any change of bytes', () => {
    const plain = writeNifti(volume, { elementType: 'int16' })
    const packed = writeNifti(volume, { elementType: 'int16', gzip: true })
    const mutations = fc.record({
      isPacked: fc.boolean(),
      length: fc.nat(500),
      patches: fc.array(fc.tuple(fc.nat(399), fc.nat(255)), { maxLength: 6 }),
    })
    fc.assert(
      fc.property(mutations, ({ isPacked, length, patches }) => {
        const bytes = (isPacked ? packed : plain).slice()
        for (const [at, value] of patches) bytes[at % bytes.length] = value
        expect(codeOf(() => readNifti(bytes.subarray(0, length)))).toMatch(/^[a-z -]+$/)
      }),
      { seed: 3, numRuns: 3000 },
    )
  })
})
