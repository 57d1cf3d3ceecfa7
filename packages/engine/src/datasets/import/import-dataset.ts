import { randomUUID } from 'node:crypto'
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../canonical-json.ts'
import type { DatasetManifest } from '../manifest.ts'
import { spacingOf } from '../nifti/affine.ts'
import { writeNifti } from '../nifti/write-nifti.ts'
import { type ImagePair, preprocess } from '../preprocess/preprocess.ts'
import { GridTooLargeError } from '../preprocess/resample.ts'
import { type PreparedCase, type PreparedDataset, preparedFiles, preparedHash } from '../prepared/prepared-dataset.ts'
import { absentClasses } from './check-dataset.ts'
import { draftPrefix, removeStaleDrafts } from './remove-stale-drafts.ts'
import type { DatasetProblem } from './dataset-problem.ts'
import { readCase } from './read-case.ts'
import { readFolder, type ReadOptions } from './read-folder.ts'

export type ImportResult =
  | {
      /** `present` where the same dataset had been imported before; nothing was written then. */
      readonly status: 'imported' | 'present'
      /** The prepared folder, `<outFolder>/<id>/<hash>`. */
      readonly folder: string
      readonly hash: string
      readonly manifest: DatasetManifest
      readonly warnings: readonly DatasetProblem[]
    }
  | { readonly status: 'refused'; readonly problems: readonly DatasetProblem[] }

/**
 * Prepares a dataset folder (dataset.json beside its NIfTI files, or a published layout with its recipe) for evaluation: checks and preprocesses its test
 * cases and writes them below `outFolder`, all or nothing, under a name that its content decides. Training cases stay
 * in the manifest but are neither read nor copied. Importing the same twice gives the same folder.
 */
export async function importDataset(
  folder: string,
  outFolder: string,
  options: ReadOptions = {},
): Promise<ImportResult> {
  const read = await readFolder(folder, options)
  if (read.status === 'refused') return read
  const { manifest } = read
  await mkdir(outFolder, { recursive: true })
  await removeStaleDrafts(outFolder)
  const draft = join(outFolder, `${draftPrefix}${randomUUID()}`)
  await mkdir(draft)
  try {
    const problems: DatasetProblem[] = []
    const cases: PreparedCase[] = []
    for (const entry of manifest.cases.filter(({ split }) => split === 'test')) {
      options.onCase?.(entry.key)
      const result = await readCase(folder, manifest, entry)
      if (result.status === 'refused') {
        problems.push(...result.problems)
        continue
      }
      try {
        if (problems.length === 0) cases.push(await prepareCase(draft, entry.key, result.pair, manifest))
      } catch (error) {
        if (!(error instanceof GridTooLargeError)) throw error
        problems.push({ code: 'too-large', caseKey: entry.key, message: `Case ${entry.key}: ${error.message}` })
      }
    }
    if (problems.length > 0) return { status: 'refused', problems }
    const hash = preparedHash({ manifest, cases })
    const dataset: PreparedDataset = { format: 'voxproof-dataset/1', hash, manifest, cases }
    await writeFile(join(draft, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`)
    const target = join(outFolder, manifest.id, hash)
    const status = await moveInPlace(draft, target)
    const warnings = [...read.warnings, ...absentClasses(manifest, sumClasses(cases))]
    return { status, folder: target, hash, manifest, warnings }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function prepareCase(
  draft: string,
  key: string,
  pair: ImagePair,
  manifest: DatasetManifest,
): Promise<PreparedCase> {
  const { image, label } = preprocess(pair, manifest.preprocessing)
  const classes = Uint8Array.from(label.data)
  const classVoxels = new Array<number>(manifest.classNames.length).fill(0)
  for (const k of classes) classVoxels[k] = (classVoxels[k] ?? 0) + 1
  const files = preparedFiles(key)
  await writeFile(join(draft, files.image), writeNifti(image, { elementType: 'float32', gzip: true }))
  await writeFile(
    join(draft, files.label),
    writeNifti({ ...label, data: classes }, { elementType: 'uint8', gzip: true }),
  )
  const affine: PreparedCase['affine'] = [[...image.affine[0]], [...image.affine[1]], [...image.affine[2]]]
  return {
    key,
    shape: [...image.shape],
    spacingMm: [...spacingOf(image.affine)],
    affine,
    classVoxels,
    imageHash: sha256(new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength)),
    labelHash: sha256(classes),
  }
}

function sumClasses(cases: readonly PreparedCase[]): readonly number[] {
  const sums: number[] = []
  for (const { classVoxels } of cases) classVoxels.forEach((count, k) => (sums[k] = (sums[k] ?? 0) + count))
  return sums
}

async function moveInPlace(draft: string, target: string): Promise<'imported' | 'present'> {
  if (await exists(target)) return 'present'
  await mkdir(join(target, '..'), { recursive: true })
  try {
    await rename(draft, target)
    return 'imported'
  } catch (error) {
    // Another import of the same content was faster.
    if (await exists(target)) return 'present'
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
