import { access, constants, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Volume, writeNifti } from '@voxproof/engine/datasets'
import type { FloatTensor } from '@voxproof/engine/tensor'
import { UsageError } from '../usage-error.ts'
import { writeNpy } from './npy.ts'

/**
 * Writes .npy, NIfTI (.nii, .nii.gz; one volume, at `affine`) or, under any other name, raw little-endian float32
 * in C order. Throws a UsageError where the file cannot be written.
 */
export async function writeArray(path: string, tensor: FloatTensor, affine: Affine = identity): Promise<void> {
  await writeFile(path, encode(path, tensor, affine)).catch(refuse(path))
}

/** Throws a UsageError where no file can be made there, so that it is known before the work is done. */
export async function checkWritable(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch(refuse(path))
}

const refuse = (path: string) => (error: unknown) => {
  throw new UsageError(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`)
}

type Affine = Volume['affine']

const identity: Affine = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
]

function encode(path: string, { shape, data }: FloatTensor, affine: Affine): Uint8Array {
  if (path.endsWith('.npy')) return writeNpy(shape, data)
  if (!/\.nii(\.gz)?$/.test(path)) {
    const bytes = new Uint8Array(data.length * 4)
    const view = new DataView(bytes.buffer)
    data.forEach((value, i) => view.setFloat32(4 * i, value, true))
    return bytes
  }
  const [batch, channelCount, depth, height, width] = shape
  if (batch !== 1 || !channelCount || !depth || !height || !width) {
    throw new UsageError(`Shape ${shape.join(',')} does not fit a NIfTI file; write ${path} as .npy instead.`)
  }
  const volume = { shape: [depth, height, width] as const, channelCount, data, affine }
  return writeNifti(volume, { elementType: 'float32', gzip: path.endsWith('.gz') })
}
