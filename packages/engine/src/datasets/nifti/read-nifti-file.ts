import { readFile } from 'node:fs/promises'
import { type NiftiVolume, readNifti, type ReadNiftiOptions } from './read-nifti.ts'

/** Reads .nii, .nii.gz, or a pair by the name of either of its files (.hdr, .img, .img.gz). */
export async function readNiftiFile(
  path: string,
  options: Pick<ReadNiftiOptions, 'voxelsMax'> = {},
): Promise<NiftiVolume> {
  const pair = /^(.*)\.(hdr|img)(\.gz)?$/.exec(path)
  if (!pair?.[1]) return readNifti(await readFile(path), options)
  const header = await readEither(`${pair[1]}.hdr`)
  return readNifti(header, { ...options, imageBytes: await readEither(`${pair[1]}.img`) })
}

async function readEither(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return readFile(`${path}.gz`)
    throw error
  }
}
