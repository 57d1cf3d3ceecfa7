import { join } from 'node:path'
import { sha256 } from '../canonical-json.ts'
import type { DatasetProblem, DatasetProblemCode } from '../import/dataset-problem.ts'
import { isMissing } from '../import/read-manifest.ts'
import { spacingOf } from '../nifti/affine.ts'
import { NiftiError } from '../nifti/nifti-error.ts'
import { readNiftiFile } from '../nifti/read-nifti-file.ts'
import type { Volume } from '../nifti/volume.ts'
import { DatasetError, openDataset } from './open-dataset.ts'
import { type PreparedCase, preparedFiles } from './prepared-dataset.ts'

export interface DatasetVerification {
  /** Null where dataset.json itself is refused. */
  readonly dataset: Pick<Awaited<ReturnType<typeof openDataset>>, 'manifest' | 'hash' | 'cases'> | null
  readonly problems: readonly DatasetProblem[]
}

/**
 * Reads every file of a prepared dataset and compares it with what dataset.json states: hashes, shapes, voxel sizes,
 * channels, intensities in [0, 1], label values and the voxels of each class. Says all that differs.
 */
export async function verifyDataset(folder: string, onCase?: (caseKey: string) => void): Promise<DatasetVerification> {
  let dataset: Awaited<ReturnType<typeof openDataset>>
  try {
    dataset = await openDataset(folder)
  } catch (error) {
    if (!(error instanceof DatasetError || error instanceof SyntaxError)) throw error
    const problem: DatasetProblem = { code: 'malformed-manifest', caseKey: null, message: error.message }
    return { dataset: null, problems: [problem] }
  }
  const problems: DatasetProblem[] = []
  for (const entry of dataset.cases) {
    onCase?.(entry.key)
    problems.push(...(await verifyCase(folder, entry, dataset.manifest)))
  }
  return { dataset, problems }
}

async function verifyCase(
  folder: string,
  entry: PreparedCase,
  { channelNames, classNames }: { readonly channelNames: readonly string[]; readonly classNames: readonly string[] },
): Promise<readonly DatasetProblem[]> {
  const problems: DatasetProblem[] = []
  const report = (code: DatasetProblemCode, message: string): void => {
    problems.push({ code, caseKey: entry.key, message: `Case ${entry.key}: ${message}` })
  }
  const files = preparedFiles(entry.key)
  const image = await read(folder, files.image, report)
  if (image) {
    compareGeometry(image, { entry, name: files.image, channelCount: channelNames.length }, report)
    const { buffer, byteOffset, byteLength } = image.data
    compareHash(sha256(new Uint8Array(buffer, byteOffset, byteLength)), entry.imageHash, files.image, report)
    const beyond = image.data.reduce((count, value) => count + (value >= 0 && value <= 1 ? 0 : 1), 0)
    if (beyond > 0) report('value-range', `${files.image} has ${beyond} voxels outside [0, 1].`)
  }
  const label = await read(folder, files.label, report)
  if (label) {
    compareGeometry(label, { entry, name: files.label, channelCount: 1 }, report)
    const beyond = label.data.reduce(
      (count, value) => count + (Number.isInteger(value) && value >= 0 && value < classNames.length ? 0 : 1),
      0,
    )
    if (beyond > 0) {
      const expected = `whole numbers from 0 to ${classNames.length - 1}`
      report('unknown-label', `${files.label} has ${beyond} voxels that are no class; expected ${expected}.`)
    } else compareClasses(label, entry, { classNames, name: files.label }, report)
    compareHash(sha256(Uint8Array.from(label.data)), entry.labelHash, files.label, report)
  }
  return problems
}

type Report = (code: DatasetProblemCode, message: string) => void

async function read(folder: string, name: string, report: Report): Promise<Volume | null> {
  try {
    return await readNiftiFile(join(folder, name))
  } catch (error) {
    if (error instanceof NiftiError) report('unreadable-volume', `${name} cannot be read: ${error.message}`)
    else if (isMissing(error)) report('missing-file', `${name} is missing.`)
    else throw error
    return null
  }
}

/** Share by which a voxel size may differ: the file holds float32, dataset.json float64. */
const spacingTolerance = 1e-4

function compareGeometry(
  volume: Volume,
  { entry, name, channelCount }: { entry: PreparedCase; name: string; channelCount: number },
  report: Report,
): void {
  if (volume.channelCount !== channelCount) {
    report('channel-count', `${name} has ${volume.channelCount} channels; expected ${channelCount}.`)
  }
  if (volume.shape.some((extent, axis) => extent !== entry.shape[axis])) {
    report('shape-mismatch', `${name} has ${volume.shape.join(' × ')} voxels; stated are ${entry.shape.join(' × ')}.`)
  }
  const spacing = spacingOf(volume.affine)
  if (spacing.some((size, axis) => Math.abs(size / (entry.spacingMm[axis] ?? size) - 1) > spacingTolerance)) {
    const found = spacing.map((size) => Number(size.toFixed(4))).join(' × ')
    report('affine-mismatch', `${name} has voxels of ${found} mm; stated are ${entry.spacingMm.join(' × ')} mm.`)
  }
}

function compareClasses(
  label: Volume,
  entry: PreparedCase,
  { classNames, name }: { classNames: readonly string[]; name: string },
  report: Report,
): void {
  const found = new Array<number>(classNames.length).fill(0)
  for (const value of label.data) found[value] = (found[value] ?? 0) + 1
  for (const [k, count] of found.entries()) {
    const stated = entry.classVoxels[k] ?? 0
    if (count === stated) continue
    report('class-count', `${name} has ${count} voxels of class ${k} (${classNames[k]}); stated are ${stated}.`)
  }
}

function compareHash(found: string, stated: string, name: string, report: Report): void {
  if (found === stated) return
  report('hash-mismatch', `${name} holds voxels with the hash ${found}; stated is ${stated}. Import the dataset again.`)
}
