import { join } from 'node:path'
import type { DatasetManifest } from '../manifest.ts'
import { type Affine, applyAffine, spacingOf, type Triple } from '../nifti/affine.ts'
import { NiftiError } from '../nifti/nifti-error.ts'
import { readNiftiFile } from '../nifti/read-nifti-file.ts'
import type { Volume } from '../nifti/volume.ts'
import type { ImagePair } from '../preprocess/preprocess.ts'
import { resampleOnto } from '../preprocess/resample-onto.ts'
import type { DatasetProblem, DatasetProblemCode } from './dataset-problem.ts'
import { mapLabels } from './map-labels.ts'
import { isMissing } from './read-manifest.ts'

export type DatasetCase = DatasetManifest['cases'][number]

export type CaseResult =
  | { readonly status: 'read'; readonly pair: ImagePair }
  | { readonly status: 'refused'; readonly problems: readonly DatasetProblem[] }

/**
 * Reads one case of a dataset folder: all channels on one grid (brought there where the manifest aligns channels),
 * finite, with as many as the manifest names; a label of one channel (or the one that the manifest names) on the same
 * grid, its values made class indices. Reports every problem it can see, not only the first.
 */
export async function readCase(folder: string, manifest: DatasetManifest, entry: DatasetCase): Promise<CaseResult> {
  const problems: DatasetProblem[] = []
  const report = (code: DatasetProblemCode, message: string): void => {
    problems.push({ code, caseKey: entry.key, message: `Case ${entry.key}: ${message}` })
  }
  const read = async (name: string): Promise<Volume | null> => {
    try {
      return await readNiftiFile(join(folder, name))
    } catch (error) {
      if (error instanceof NiftiError) report('unreadable-volume', `${name} cannot be read: ${error.message}`)
      else if (isMissing(error)) report('missing-file', `${name} is missing.`)
      else throw error
      return null
    }
  }

  const parts: Volume[] = []
  for (const name of entry.images) {
    const part = await read(name)
    if (!part) continue
    const first = parts[0]
    const wrong = part.data.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0)
    if (wrong > 0) report('not-finite', `${name} has ${wrong} voxels that are NaN or infinite; replace them.`)
    const onFirst = { name: entry.images[0] ?? 'the image', volume: first ?? part }
    if (first && manifest.preprocessing.alignChannels) parts.push(align(report, { name, volume: part }, onFirst))
    else {
      if (first) compareGrids(report, { name, volume: part }, onFirst)
      parts.push(part)
    }
  }
  const labelFile = await read(entry.label)
  const label = labelFile && channelOf(labelFile, manifest.labelChannel)
  const channelCount = parts.reduce((sum, part) => sum + part.channelCount, 0)
  const [image] = parts
  if (parts.length === entry.images.length && channelCount !== manifest.channelNames.length) {
    const expected = `the manifest names ${manifest.channelNames.length} (${manifest.channelNames.join(', ')})`
    report('channel-count', `the image has ${channelCount} channels; ${expected}.`)
  }
  if (label && label.channelCount !== 1) {
    const hint = 'a label has one, of class values. Where one of several is meant, name it as labelChannel.'
    report('channel-count', `${entry.label} has ${label.channelCount} channels; ${hint}`)
  }
  if (image && label) {
    compareGrids(report, { name: entry.label, volume: label }, { name: entry.images[0] ?? 'the image', volume: image })
  }
  const mapped = label && label.channelCount === 1 ? mapLabels(label, manifest) : null
  if (mapped?.status === 'refused') report('unknown-label', `${entry.label} ${mapped.message}`)
  if (problems.length > 0 || !image || mapped?.status !== 'mapped') return { status: 'refused', problems }
  return { status: 'read', pair: { image: stackChannels(parts, image), label: mapped.label } }
}

/** The volume with this channel alone; the whole volume where it has one channel, none is named, or it lacks the one named. */
function channelOf(volume: Volume, channel: number | undefined): Volume {
  if (channel === undefined || channel >= volume.channelCount) return volume
  const voxels = volume.data.length / volume.channelCount
  return { ...volume, channelCount: 1, data: volume.data.subarray(channel * voxels, (channel + 1) * voxels) }
}

interface NamedVolume {
  readonly name: string
  readonly volume: Volume
}

/** Share of the smallest voxel edge by which corners may lie apart: headers round. */
const cornerTolerance = 0.1

function compareGrids(
  report: (code: DatasetProblemCode, message: string) => void,
  found: NamedVolume,
  expected: NamedVolume,
): void {
  const [a, b] = [found.volume, expected.volume]
  if (a.shape.some((extent, axis) => extent !== b.shape[axis])) {
    report(
      'shape-mismatch',
      `${found.name} has ${a.shape.join(' × ')} voxels, ${expected.name} ${b.shape.join(' × ')}.`,
    )
    return
  }
  const apart = cornerDistanceMm(a.affine, b.affine, a.shape)
  if (apart <= cornerTolerance * Math.min(...spacingOf(b.affine))) return
  const hint = 'Both must lie on one grid: resample one, or mend the header that is wrong.'
  report('affine-mismatch', `corners of ${found.name} and ${expected.name} lie ${apart.toFixed(2)} mm apart. ${hint}`)
}

/** Least share of the first image that the others must show. */
const coverageMin = 0.5

function align(
  report: (code: DatasetProblemCode, message: string) => void,
  { name, volume }: NamedVolume,
  onto: NamedVolume,
): Volume {
  const aligned = resampleOnto(volume, onto.volume)
  if (aligned.coverage < coverageMin) {
    const shown = `${(100 * aligned.coverage).toFixed(0)} % of ${onto.name}`
    const hint = 'Are they of one patient and in one coordinate system?'
    report('affine-mismatch', `${name} shows ${shown}; at least ${100 * coverageMin} % is needed. ${hint}`)
  }
  return aligned.volume
}

function cornerDistanceMm(a: Affine, b: Affine, shape: Triple): number {
  const corners = Array.from({ length: 8 }, (_, n): Triple => {
    const at = (axis: 0 | 1 | 2): number => ((n >> axis) & 1) * (shape[axis] - 1)
    return [at(0), at(1), at(2)]
  })
  return Math.max(
    ...corners.map((corner) => {
      const [p, q] = [applyAffine(a, corner), applyAffine(b, corner)]
      return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
    }),
  )
}

function stackChannels(parts: readonly Volume[], first: Volume): Volume {
  if (parts.length === 1) return first
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0))
  let at = 0
  for (const part of parts) {
    data.set(part.data, at)
    at += part.data.length
  }
  return { ...first, data, channelCount: parts.reduce((sum, part) => sum + part.channelCount, 0) }
}
