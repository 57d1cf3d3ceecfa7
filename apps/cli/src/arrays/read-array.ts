import { readFile } from 'node:fs/promises'
import { readNifti } from '@voxproof/engine/datasets'
import { sizeOf } from '@voxproof/engine/tensor'
import { UsageError } from '../usage-error.ts'
import { type NumberArray, readNpy } from './npy.ts'

/**
 * Reads .npy, NIfTI (.nii, .nii.gz) or, under any other name, raw little-endian `rawType` in C order with the shape
 * given. A NIfTI volume of c channels becomes [1, c, D, H, W]. Where a shape is given, that of .npy and NIfTI must be the
 * same but for axes of length 1. Throws a UsageError where the file does not fit.
 */
export async function readArray(
  path: string,
  rawType: 'float32' | 'uint8',
  wanted: readonly number[] | undefined,
): Promise<NumberArray> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (path.endsWith('.npy')) return shapedAs(wanted, readNpy(bytes, path), path)
  if (/\.nii(\.gz)?$/.test(path)) {
    const { shape, channelCount, data, affine } = readNifti(bytes)
    return shapedAs(wanted, { shape: [1, channelCount, ...shape], data, affine }, path)
  }
  if (!wanted) throw new UsageError(`${path} holds raw numbers; give their shape, e.g. --shape 1,1,32,32,32.`)
  const expected = sizeOf(wanted) * (rawType === 'float32' ? 4 : 1)
  if (bytes.length !== expected) {
    const needed = `${rawType} of shape ${wanted.join(',')} needs ${expected}`
    throw new UsageError(`${path} has ${bytes.length} bytes; ${needed}.`)
  }
  if (rawType === 'uint8') return { shape: wanted, data: bytes }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { shape: wanted, data: Float32Array.from({ length: expected / 4 }, (_, i) => view.getFloat32(4 * i, true)) }
}

/** The same numbers in the wanted shape, which may have other axes of length 1. */
function shapedAs(wanted: readonly number[] | undefined, array: NumberArray, path: string): NumberArray {
  if (wanted === undefined) return array
  const long = (shape: readonly number[]) => shape.filter((extent) => extent !== 1).join()
  if (long(array.shape) === long(wanted)) return { ...array, shape: wanted }
  throw new UsageError(`${path} has shape ${array.shape.join(',')}; ${wanted.join(',')} is expected.`)
}
