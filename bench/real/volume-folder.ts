import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type DatasetManifest, datasetManifestSchema } from '../../packages/engine/src/datasets/index.ts'

export interface FolderArguments {
  /** Folder of the source images. */
  readonly source: string
  /** Dataset folder to write. */
  readonly out: string
  /** Edge in voxels that the prepared volumes are cut to, where the script takes one. */
  readonly edge: number | undefined
}

/** `--source FOLDER --out FOLDER [--edge VOXELS]`; the source defaults to `../shared/data/volumes/<name>` beside the repository. */
export function readFolderArguments(name: string): FolderArguments {
  const beside = fileURLToPath(new URL(`../../../shared/data/volumes/${name}`, import.meta.url))
  const { values } = parseArgs({
    options: { source: { type: 'string', default: beside }, out: { type: 'string' }, edge: { type: 'string' } },
  })
  if (!values.out) throw new Error('Say where to write the dataset folder: --out FOLDER')
  if (!existsSync(values.source)) throw new Error(`${values.source} is missing; name the images with --source FOLDER`)
  return { source: values.source, out: values.out, edge: values.edge ? Number(values.edge) : undefined }
}

/** Writes one file of a dataset folder, making the folders above it. */
export async function writeInFolder(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Writes `dataset.json`, checked, and prints what to do next. */
export async function writeManifest(folder: string, manifest: DatasetManifest): Promise<void> {
  const checked = datasetManifestSchema.parse(manifest)
  await writeInFolder(folder, 'dataset.json', `${JSON.stringify(checked, null, 2)}\n`)
  console.log(`${checked.id}: ${checked.cases.length} cases in ${folder}`)
  console.log(`next: npx voxproof dataset import ${folder}`)
}
