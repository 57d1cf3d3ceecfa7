import { constants, gunzipSync } from 'node:zlib'
import { type NiftiHeader, readHeader } from './header.ts'
import { NiftiError } from './nifti-error.ts'
import type { Volume } from './volume.ts'

export interface ReadNiftiOptions {
  /** The .img file (or .img.gz) of a .hdr/.img pair. */
  readonly imageBytes?: Uint8Array
  /** Most voxels, over all channels, that are accepted. */
  readonly voxelsMax?: number
}

export interface NiftiVolume extends Volume {
  readonly header: NiftiHeader
}

/** 512 × 512 × 1024 voxels: 1 GiB as float32. */
const defaultVoxelsMax = 2 ** 28

/** What may follow the voxels before the file counts as malformed, in bytes. */
const trailingBytesMax = 2 ** 20

/**
 * Reads .nii, .nii.gz or, with `imageBytes`, a .hdr/.img pair into float32 with the header's slope and intercept
 * applied. Memory is bounded before it is taken: by `voxelsMax`, and by what header and file both account for, so that
 * a compression bomb or a header that lies ends in a NiftiError.
 */
export function readNifti(bytes: Uint8Array, options: ReadNiftiOptions = {}): NiftiVolume {
  const header = readHeader(isGzip(bytes) ? gunzipStart(bytes) : bytes)
  const count = header.shape[0] * header.shape[1] * header.shape[2] * header.channelCount
  const voxelsMax = options.voxelsMax ?? defaultVoxelsMax
  if (!(count <= voxelsMax)) {
    throw new NiftiError(
      'too-large',
      `The header states ${count} voxels (${header.shape.join(' × ')}, ${header.channelCount} channels); at most ${voxelsMax} are accepted.`,
    )
  }
  const voxelBytes = header.isSingleFile ? bytes : options.imageBytes
  if (!voxelBytes) {
    throw new NiftiError('truncated-file', 'The header belongs to a .hdr/.img pair; its .img file is missing.')
  }
  const needed = header.voxelOffset + count * header.elementType.bytes
  const content = isGzip(voxelBytes) ? gunzip(voxelBytes, needed + trailingBytesMax) : voxelBytes
  if (content.length < needed) {
    const stated = `${header.shape.join(' × ')} voxels of ${header.elementType.name} from byte ${header.voxelOffset}`
    throw new NiftiError('truncated-file', `The file has ${content.length} bytes; ${stated} need ${needed}.`)
  }
  const { shape, channelCount, affine } = header
  return { shape, channelCount, affine, header, data: decodeVoxels(content, header) }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Enough of the compressed file to hold the header, whatever the compression; at most 4 MiB come of it. */
const startBytes = 4096

function gunzipStart(bytes: Uint8Array): Uint8Array {
  return translateZlibErrors(() =>
    gunzipSync(bytes.subarray(0, startBytes), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: startBytes * 1100,
    }),
  )
}

function gunzip(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  return translateZlibErrors(() => gunzipSync(bytes, { maxOutputLength }))
}

function translateZlibErrors(decompress: () => Uint8Array): Uint8Array {
  try {
    return decompress()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new NiftiError('too-large', 'The compressed file holds more than its header accounts for.')
    }
    if (code === 'Z_BUF_ERROR') throw new NiftiError('truncated-file', 'The compressed file ends early.')
    if (typeof code === 'string' && code.startsWith('Z_')) {
      throw new NiftiError('corrupt-compression', `The compressed file is damaged (${code}).`)
    }
    throw error
  }
}

/** Edge of the square blocks in which axes 0 and 2 change places, so that both sides stay in the cache. */
const block = 32

/** Voxels in C order with the first file axis outermost; the file has it innermost. */
function decodeVoxels(content: Uint8Array, header: NiftiHeader): Float32Array {
  const { elementType, littleEndian, slope, intercept, channelCount } = header
  const [n0, n1, n2] = header.shape
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const { bytes, read } = elementType
  const voxels = n0 * n1 * n2
  const data = new Float32Array(voxels * channelCount)
  for (let channel = 0; channel < channelCount; channel++) {
    const start = channel * voxels
    const startByte = header.voxelOffset + start * bytes
    for (let j = 0; j < n1; j++) {
      for (let iBlock = 0; iBlock < n0; iBlock += block) {
        const iEnd = Math.min(iBlock + block, n0)
        for (let k = 0; k < n2; k++) {
          let at = startByte + ((k * n1 + j) * n0 + iBlock) * bytes
          let index = start + (iBlock * n1 + j) * n2 + k
          for (let i = iBlock; i < iEnd; i++) {
            data[index] = read(view, at, littleEndian) * slope + intercept
            at += bytes
            index += n1 * n2
          }
        }
      }
    }
  }
  return data
}
