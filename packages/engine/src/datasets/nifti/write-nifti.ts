import { gzipSync } from 'node:zlib'
import { spacingOf } from './affine.ts'
import { type ElementTypeName, elementTypeOf } from './element-type.ts'
import { fieldLayout, type FieldName, headerBytes, type NiftiVersion } from './header-layout.ts'
import { quaternionOf } from './quaternion.ts'
import type { Volume } from './volume.ts'

export interface WriteNiftiOptions {
  readonly elementType: ElementTypeName
  readonly version?: NiftiVersion
  readonly littleEndian?: boolean
  /** Stored value = (value - intercept) / slope. */
  readonly slope?: number
  readonly intercept?: number
  readonly description?: string
  /** Compress; the level is fixed so that one zlib version gives the same bytes each time. */
  readonly gzip?: boolean
}

/**
 * The volume as one file (.nii, or .nii.gz with `gzip`), in millimetres, its affine in the sform and, where it holds
 * no shear, in the qform. Integer types round to nearest and saturate. Several channels become the fourth dimension.
 */
export function writeNifti(
  volume: Omit<Volume, 'data'> & { readonly data: ArrayLike<number> },
  options: WriteNiftiOptions,
): Uint8Array {
  const { elementType: typeName, version = 1, littleEndian = true, slope = 1, intercept = 0 } = options
  const elementType = elementTypeOf(typeName)
  const [n0, n1, n2] = volume.shape
  const voxels = n0 * n1 * n2
  const count = voxels * volume.channelCount
  if (volume.data.length !== count) {
    throw new RangeError(`The volume has ${volume.data.length} values, its shape asks for ${count}.`)
  }
  if (version === 1 && Math.max(...volume.shape, volume.channelCount) > 32767) {
    throw new RangeError(`NIfTI-1 holds axes up to 32767; the volume has ${volume.shape.join(' × ')}. Write version 2.`)
  }
  const voxelOffset = version === 1 ? 352 : 544
  const bytes = new Uint8Array(voxelOffset + count * elementType.bytes)
  const view = new DataView(bytes.buffer)
  writeHeader(view, {
    volume,
    typeName,
    version,
    littleEndian,
    slope,
    intercept,
    voxelOffset,
    description: options.description ?? '',
  })

  const [low, high] = elementRange(typeName)
  for (let channel = 0; channel < volume.channelCount; channel++) {
    const start = channel * voxels
    const startByte = voxelOffset + start * elementType.bytes
    for (let j = 0; j < n1; j++) {
      for (let iBlock = 0; iBlock < n0; iBlock += block) {
        const iEnd = Math.min(iBlock + block, n0)
        for (let k = 0; k < n2; k++) {
          let at = startByte + ((k * n1 + j) * n0 + iBlock) * elementType.bytes
          let index = start + (iBlock * n1 + j) * n2 + k
          for (let i = iBlock; i < iEnd; i++) {
            let value = ((volume.data[index] ?? 0) - intercept) / slope
            if (low !== null) value = Number.isNaN(value) ? 0 : Math.min(Math.max(Math.round(value), low), high)
            elementType.write(view, at, value, littleEndian)
            at += elementType.bytes
            index += n1 * n2
          }
        }
      }
    }
  }
  return options.gzip ? gzipSync(bytes, { level: 6 }) : bytes
}

/** Edge of the blocks in which axes 0 and 2 change places, so that both sides stay in the cache. */
const block = 32

interface HeaderContent {
  readonly volume: Omit<Volume, 'data'>
  readonly typeName: ElementTypeName
  readonly version: NiftiVersion
  readonly littleEndian: boolean
  readonly slope: number
  readonly intercept: number
  readonly voxelOffset: number
  readonly description: string
}

function writeHeader(view: DataView, content: HeaderContent): void {
  const { volume, version, littleEndian } = content
  const elementType = elementTypeOf(content.typeName)
  const put = (name: FieldName, ...values: readonly (number | string)[]): void => {
    const layout = fieldLayout(name, version)
    const fieldType = layout.kind === 'text' ? null : elementTypeOf(layout.kind)
    values.forEach((value, index) => {
      if (typeof value === 'number' && fieldType) {
        fieldType.write(view, layout.offset + index * fieldType.bytes, value, littleEndian)
      } else if (typeof value === 'string' && !fieldType) {
        const encoded = new TextEncoder().encode(value).subarray(0, layout.count)
        new Uint8Array(view.buffer, view.byteOffset + layout.offset, layout.count).set(encoded)
      }
    })
  }
  const spacing = spacingOf(volume.affine)
  const quaternion = quaternionOf(volume.affine)
  put('sizeof_hdr', headerBytes[version])
  put('magic', version === 1 ? 'n+1\0' : 'n+2\0\r\n\x1a\n')
  put('dim', volume.channelCount > 1 ? 4 : 3, ...volume.shape, volume.channelCount, 1, 1, 1)
  put('datatype', elementType.code)
  put('bitpix', elementType.bytes * 8)
  put('pixdim', quaternion?.qfac ?? 1, ...spacing, 1, 1, 1, 1)
  put('vox_offset', content.voxelOffset)
  put('scl_slope', content.slope)
  put('scl_inter', content.intercept)
  put('xyzt_units', 2)
  put('descrip', content.description)
  put('sform_code', 1)
  put('srow', ...volume.affine.flat())
  if (quaternion) {
    put('qform_code', 1)
    put('quatern', ...quaternion.bcd)
    put('qoffset', ...volume.affine.map((row) => row[3]))
  }
}

const integerRanges: Partial<Record<ElementTypeName, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 4294967295],
  int32: [-2147483648, 2147483647],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
}

function elementRange(name: ElementTypeName): readonly [low: number | null, high: number] {
  return integerRanges[name] ?? [null, 0]
}
