import { type Affine, type AffineRow, determinantOf, type Triple } from './affine.ts'
import { type ElementType, elementTypeOf, elementTypes, refusedTypes } from './element-type.ts'
import { fieldLayout, type FieldName, headerBytes, type NiftiVersion } from './header-layout.ts'
import { NiftiError } from './nifti-error.ts'
import { affineOfQuaternion } from './quaternion.ts'

/** What a header says about the volume, checked and made plain. */
export interface NiftiHeader {
  readonly version: NiftiVersion
  readonly littleEndian: boolean
  /** Header and voxels lie in one file (n+1, n+2) rather than in a .hdr/.img pair (ni1, ni2). */
  readonly isSingleFile: boolean
  readonly elementType: ElementType
  readonly shape: readonly [number, number, number]
  /** Product of the fourth to seventh dimensions. */
  readonly channelCount: number
  readonly voxelOffset: number
  /** value = stored × slope + intercept. */
  readonly slope: number
  readonly intercept: number
  readonly affine: Affine
  /** Which of the header's transforms the affine is. */
  readonly affineSource: 'sform' | 'qform' | 'pixdim'
  readonly description: string
}

/**
 * Reads a NIfTI-1 or NIfTI-2 header in either byte order, as nibabel does: the sform where its code is set, else the
 * qform, else a centred diagonal with x flipped; a slope of 0 or NaN means unscaled; a voxel offset of 0 in a single
 * file means right after the header. Degenerate transforms are passed over; spatial units become millimetres. Throws a
 * NiftiError where the header contradicts itself.
 */
export function readHeader(bytes: Uint8Array): NiftiHeader {
  const { version, littleEndian } = recogniseHeader(bytes)
  const fields = fieldReader(bytes, version, littleEndian)
  const magic = fields.text('magic').slice(0, 3)
  const isSingleFile = magic === `n+${version}`
  if (!isSingleFile && magic !== `ni${version}`) {
    const hint = version === 1 ? ' An Analyze 7.5 header is not accepted: it states no orientation.' : ''
    throw new NiftiError(
      'not-nifti',
      `The header's magic is ${JSON.stringify(magic)}; expected n+${version} or ni${version}.${hint}`,
    )
  }
  const { shape, channelCount } = readShape(fields.numbers('dim'))
  const elementType = readElementType(fields.number('datatype'), fields.number('bitpix'))
  const scaling = readScaling(fields.number('scl_slope'), fields.number('scl_inter'))
  const voxelOffset = readVoxelOffset(fields.number('vox_offset'), isSingleFile ? headerBytes[version] + 4 : 0)
  const { affine, source } = readAffine(fields, shape)
  const description = fields.text('descrip')
  const layout = { version, littleEndian, isSingleFile, elementType, shape, channelCount, voxelOffset }
  return { ...layout, ...scaling, affine, affineSource: source, description }
}

function recogniseHeader(bytes: Uint8Array): { version: NiftiVersion; littleEndian: boolean } {
  if (bytes.length < 4) throw new NiftiError('truncated-file', `The file has ${bytes.length} bytes; a header has 348.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const version of [1, 2] as const) {
    for (const littleEndian of [true, false]) {
      if (view.getInt32(0, littleEndian) !== headerBytes[version]) continue
      if (bytes.length < headerBytes[version]) {
        const found = `The file has ${bytes.length} bytes`
        throw new NiftiError('truncated-file', `${found}; a NIfTI-${version} header has ${headerBytes[version]}.`)
      }
      return { version, littleEndian }
    }
  }
  throw new NiftiError(
    'not-nifti',
    `The file begins with ${view.getInt32(0, true)}; a NIfTI header begins with 348 or 540.`,
  )
}

interface FieldReader {
  readonly number: (name: FieldName) => number
  readonly numbers: (name: FieldName) => readonly number[]
  /** Up to the first zero byte. */
  readonly text: (name: FieldName) => string
}

function fieldReader(bytes: Uint8Array, version: NiftiVersion, littleEndian: boolean): FieldReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = (name: FieldName): readonly number[] => {
    const layout = fieldLayout(name, version)
    if (layout.kind === 'text') throw new TypeError(`The header field ${name} is text.`)
    const type = elementTypeOf(layout.kind)
    return Array.from({ length: layout.count }, (_, n) => type.read(view, layout.offset + n * type.bytes, littleEndian))
  }
  return {
    numbers,
    number: (name) => numbers(name)[0] ?? 0,
    text: (name) => {
      const { offset, count } = fieldLayout(name, version)
      const field = bytes.subarray(offset, offset + count)
      const end = field.indexOf(0)
      return new TextDecoder('latin1').decode(end < 0 ? field : field.subarray(0, end))
    },
  }
}

function readShape(dim: readonly number[]): { shape: readonly [number, number, number]; channelCount: number } {
  const rank = dim[0] ?? 0
  if (rank < 1 || rank > 7)
    throw new NiftiError('malformed-header', `The header states ${rank} dimensions; expected 1 to 7.`)
  const extents = Array.from({ length: 7 }, (_, axis) => (axis < rank ? (dim[axis + 1] ?? 1) : 1))
  const wrong = extents.find((extent) => !Number.isSafeInteger(extent) || extent < 1)
  if (wrong !== undefined) {
    throw new NiftiError(
      'malformed-header',
      `The header states the dimensions ${extents.slice(0, rank).join(' × ')}; each must be at least 1.`,
    )
  }
  const [n0 = 1, n1 = 1, n2 = 1, ...rest] = extents
  return { shape: [n0, n1, n2], channelCount: rest.reduce((product, extent) => product * extent, 1) }
}

function readElementType(code: number, bitsPerVoxel: number): ElementType {
  const type = elementTypes.find((candidate) => candidate.code === code)
  if (!type) {
    const name = refusedTypes[code] ?? 'not in the standard'
    throw new NiftiError(
      'unsupported-type',
      `The voxels have data type ${code} (${name}); expected a real numeric type.`,
    )
  }
  if (bitsPerVoxel !== 0 && bitsPerVoxel !== type.bytes * 8) {
    throw new NiftiError(
      'malformed-header',
      `The header states ${bitsPerVoxel} bits per voxel; ${type.name} has ${type.bytes * 8}.`,
    )
  }
  return type
}

function readScaling(slope: number, intercept: number): { slope: number; intercept: number } {
  if (slope === 0 || !Number.isFinite(slope)) return { slope: 1, intercept: 0 }
  if (!Number.isFinite(intercept)) {
    throw new NiftiError('malformed-header', `The header scales by ${slope} but its intercept is ${intercept}.`)
  }
  return { slope, intercept }
}

function readVoxelOffset(stated: number, lowest: number): number {
  if (stated === 0) return lowest
  if (!Number.isSafeInteger(stated) || stated < lowest) {
    throw new NiftiError(
      'malformed-header',
      `The voxels are said to begin at byte ${stated}; expected ${lowest} or later.`,
    )
  }
  return stated
}

function readAffine(fields: FieldReader, shape: Triple): { affine: Affine; source: NiftiHeader['affineSource'] } {
  const toMm = [1, 1000, 1, 0.001][fields.number('xyzt_units') & 7] ?? 1
  const [qfac = 1, ...pixdim] = fields.numbers('pixdim')
  const spacing = ([0, 1, 2] as const).map((axis) => {
    const size = Math.abs(pixdim[axis] ?? 1)
    return (size > 0 && Number.isFinite(size) ? size : 1) * toMm
  })
  const spacingMm: Triple = [spacing[0] ?? 1, spacing[1] ?? 1, spacing[2] ?? 1]
  if (fields.number('sform_code') > 0) {
    const srow = fields.numbers('srow').map((value) => value * toMm)
    const row = (n: number): AffineRow => [
      srow[n * 4] ?? 0,
      srow[n * 4 + 1] ?? 0,
      srow[n * 4 + 2] ?? 0,
      srow[n * 4 + 3] ?? 0,
    ]
    const affine: Affine = [row(0), row(1), row(2)]
    if (isUsable(affine)) return { affine, source: 'sform' }
  }
  if (fields.number('qform_code') > 0) {
    const [b = 0, c = 0, d = 0] = fields.numbers('quatern')
    const [x = 0, y = 0, z = 0] = fields.numbers('qoffset').map((value) => value * toMm)
    const affine = affineOfQuaternion({ bcd: [b, c, d], qfac: qfac < 0 ? -1 : 1 }, spacingMm, [x, y, z])
    if (isUsable(affine)) return { affine, source: 'qform' }
  }
  const [sx, sy, sz] = spacingMm
  const centre = (axis: 0 | 1 | 2): number => ((shape[axis] - 1) / 2) * spacingMm[axis]
  const affine: Affine = [
    [-sx, 0, 0, centre(0)],
    [0, sy, 0, -centre(1)],
    [0, 0, sz, -centre(2)],
  ]
  return { affine, source: 'pixdim' }
}

function isUsable(affine: Affine): boolean {
  return affine.flat().every(Number.isFinite) && Math.abs(determinantOf(affine)) > 1e-12
}
