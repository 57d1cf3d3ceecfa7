import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FloatTensor, LabelVolume } from '../../tensor/index.ts'
import { sha256 } from '../canonical-json.ts'
import type { DatasetManifest } from '../manifest.ts'
import type { Affine, Triple } from '../nifti/affine.ts'
import { readNiftiFile } from '../nifti/read-nifti-file.ts'
import type { Volume } from '../nifti/volume.ts'
import { type PreparedCase, preparedDatasetSchema, preparedFiles, preparedHash } from './prepared-dataset.ts'

/** A test case in memory. */
export interface LoadedCase {
  /** [1, C, D, H, W], values in [0, 1]. */
  readonly image: FloatTensor
  readonly label: LabelVolume
  readonly spacingMm: Triple
  readonly affine: Affine
}

export interface OpenDataset {
  readonly manifest: DatasetManifest
  readonly hash: string
  /** The test cases in the manifest's order. */
  readonly cases: readonly PreparedCase[]
  /** Reads one case and checks it against its hashes; throws a DatasetError where it is unknown or was changed. */
  readonly loadCase: (key: string) => Promise<LoadedCase>
}

/** A prepared dataset is not what it says it is; importing it again mends it. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError'
}

/** Opens a prepared dataset folder, as `importDataset` makes it. Throws a DatasetError where its description is wrong. */
export async function openDataset(folder: string): Promise<OpenDataset> {
  const parsed = preparedDatasetSchema.safeParse(JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8')))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DatasetError(`${folder} is no prepared dataset: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { manifest, hash, cases } = parsed.data
  const found = preparedHash({ manifest, cases })
  if (found !== hash) throw new DatasetError(`${folder} has the hash ${found}; its dataset.json states ${hash}.`)
  return { manifest, hash, cases, loadCase: (key) => loadCase({ folder, manifest, cases, key }) }
}

interface CaseAddress {
  readonly folder: string
  readonly manifest: DatasetManifest
  readonly cases: readonly PreparedCase[]
  readonly key: string
}

async function loadCase({ folder, manifest, cases, key }: CaseAddress): Promise<LoadedCase> {
  const entry = cases.find((candidate) => candidate.key === key)
  if (!entry) {
    const known = cases.map((candidate) => candidate.key).join(', ')
    throw new DatasetError(`The dataset ${manifest.id} has no test case ${key}; it has ${known}.`)
  }
  const files = preparedFiles(key)
  const image = await readNiftiFile(join(folder, files.image))
  const label = await readNiftiFile(join(folder, files.label))
  const classes = Uint8Array.from(label.data)
  const { buffer, byteOffset, byteLength } = image.data
  verify(sha256(new Uint8Array(buffer, byteOffset, byteLength)), entry.imageHash, join(folder, files.image))
  verify(sha256(classes), entry.labelHash, join(folder, files.label))
  verifyShape(image, entry, files.image)
  return {
    image: { shape: [1, image.channelCount, ...entry.shape], data: image.data },
    label: { shape: entry.shape, data: classes },
    spacingMm: entry.spacingMm,
    affine: entry.affine,
  }
}

function verify(found: string, expected: string, path: string): void {
  if (found === expected) return
  throw new DatasetError(
    `${path} holds voxels with the hash ${found}; dataset.json states ${expected}. Import it again.`,
  )
}

function verifyShape(image: Volume, entry: PreparedCase, name: string): void {
  if (image.shape.every((extent, axis) => extent === entry.shape[axis])) return
  throw new DatasetError(
    `${name} has ${image.shape.join(' × ')} voxels; dataset.json states ${entry.shape.join(' × ')}.`,
  )
}
