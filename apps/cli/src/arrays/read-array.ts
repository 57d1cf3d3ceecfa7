import { readFile } from 'node:fs/promises'
import { readNifti } from '@voxproof/engine/datasets'
import { sizeOf } from '@voxproof/engine/tensor'
import { UsageError } from '../usage-error.ts'
import { type NumberArray, readNpy } from './npy.ts'

/**
 * Reads .npy, NIfTI (.nii, .nii.gz) or, under any other name, raw little-endian `rawType` in C order with the shape
 * given. A NIfTI volume of c channels becomes [1, c, D, H, W]. Throws a UsageError where the file does not fit.
 */
export async function readArray(
  path: string,
  rawType: 'float32' | 'uint8',
  rawShape: readonly number[] | undefined,
): Promise<NumberArray> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (path.endsWith('.npy')) return readNpy(bytes, path)
  if (/\.nii(\.gz)?$/.test(path)) {
    const { shape, channelCount, data, affine } = readNifti(bytes)
    return { shape: [1, channelCount, ...shape], data, affine }
  }
  if (!rawShape) throw new UsageError(`${path} holds raw numbers; give their shape, e.g. --shape 1,1,32,32,32.`)
  const expected = sizeOf(rawShape) * (rawType === 'float32' ? 4 : 1)
  if (bytes.length !== expected) {
    const wanted = `${rawType} of shape ${rawShape.join(',')} needs ${expected}`
    throw new UsageError(`${path} has ${bytes.length} bytes; ${wanted}.`)
  }
  if (rawType === 'uint8') return { shape: rawShape, data: bytes }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { shape: rawShape, data: Float32Array.from({ length: expected / 4 }, (_, i) => view.getFloat32(4 * i, true)) }
}
