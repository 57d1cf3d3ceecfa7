import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedCase, writeNifti } from '@voxproof/engine/datasets'
import type { PartResult } from '@voxproof/engine/suite'
import type { FloatTensor } from '@voxproof/engine/tensor'
import { writeWhole } from './part-store.ts'

export interface VolumeAddress {
  readonly caseKey: string
  readonly entry: string
}

/** Where the volume of an entry on a case lies: `<folder>/<case>/<entry>.nii.gz`. */
export function volumePath(folder: string, { caseKey, entry }: VolumeAddress): string {
  return join(folder, caseKey, `${entry}.nii.gz`)
}

/** Writes an attacked volume as float32 NIfTI at the case's place in space; no value is rounded. */
export async function exportVolume(
  folder: string,
  address: VolumeAddress,
  { shape, data }: FloatTensor,
  { affine }: LoadedCase,
): Promise<void> {
  const [, channelCount = 1, depth = 0, height = 0, width = 0] = shape
  const volume = { shape: [depth, height, width] as const, channelCount, data, affine }
  const bytes = writeNifti(volume, { elementType: 'float32', gzip: true, description: `voxproof ${address.entry}` })
  await mkdir(join(folder, address.caseKey), { recursive: true })
  await writeWhole(volumePath(folder, address), bytes)
}

/** True where every volume of a part was written. */
export async function isExported(folder: string, { caseKey, outcomes }: PartResult): Promise<boolean> {
  const found = await Promise.all(
    outcomes.map(({ entry }) =>
      stat(volumePath(folder, { caseKey, entry })).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}
