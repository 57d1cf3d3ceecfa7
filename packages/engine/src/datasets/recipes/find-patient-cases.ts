import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetProblem } from '../import/dataset-problem.ts'
import { type FoundCases, volumePath } from './found-cases.ts'

/**
 * The two labelled frames of each of ACDC's patients, by their Info.cfg (`ED: 1`, `ES: 12`): end-diastole and
 * end-systole. A patient whose Info.cfg is missing or names no frame, or a frame without its files, is a problem.
 */
export async function findPatientCases(
  parent: string,
  folder: string,
  files: ReadonlySet<string>,
): Promise<FoundCases> {
  const prefix = `${parent}/`
  const below = [...files].filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length))
  const patients = [...new Set(below.flatMap((file) => /^(patient\d{3})\//.exec(file)?.[1] ?? []))].sort()
  const problems: DatasetProblem[] = []
  const ids: string[] = []
  const pathsOf = (id: string): { images: string[]; label: string } => {
    const base = `${parent}/${id.slice(0, patientLength)}/${id}`
    return { images: [volumePath(base, files)], label: volumePath(`${base}_gt`, files) }
  }
  for (const patient of patients) {
    const info = `${parent}/${patient}/Info.cfg`
    const text = files.has(info) ? await readFile(join(folder, info), 'utf8') : null
    const frames = text === null ? [] : framesOf(text)
    if (frames.length === 0) {
      const found = text === null ? 'is missing' : 'has no lines "ED: <frame>" and "ES: <frame>"'
      // The frames of the patient that lie there tell which cases this is about.
      const labelled = below.flatMap((file) => /^.*\/(patient\d{3}_frame\d{2})_gt\.nii(\.gz)?$/.exec(file)?.[1] ?? [])
      for (const id of labelled.filter((one) => one.startsWith(patient))) {
        problems.push({ code: 'missing-file', caseKey: id, message: `Case ${id}: ${info} ${found}.` })
      }
      continue
    }
    for (const frame of frames) {
      const id = `${patient}_frame${String(frame).padStart(2, '0')}`
      ids.push(id)
      const { images, label } = pathsOf(id)
      for (const path of [...images, label].filter((one) => !files.has(one))) {
        problems.push({ code: 'missing-file', caseKey: id, message: `Case ${id}: ${path} is missing.` })
      }
    }
  }
  const incomplete = new Set(problems.map(({ caseKey }) => caseKey))
  return {
    ids: [...new Set([...ids, ...problems.flatMap(({ caseKey }) => caseKey ?? [])])].sort(),
    pathsOf: (id) => (incomplete.has(id) ? null : pathsOf(id)),
    expect: (id) => {
      const { images, label } = pathsOf(id)
      return `${[...images, label].join(', ')}, a frame that ${parent}/${id.slice(0, patientLength)}/Info.cfg names`
    },
    problems,
  }
}

const patientLength = 'patient001'.length

/** The frames of end-diastole and end-systole in the text of an Info.cfg; none where either is not stated. */
function framesOf(text: string): readonly number[] {
  const frames = ['ED', 'ES'].flatMap((phase) => {
    const value = new RegExp(`^${phase}\\s*:\\s*(\\d{1,3})\\s*$`, 'm').exec(text)?.[1]
    return value === undefined ? [] : [Number(value)]
  })
  return frames.length === 2 ? frames : []
}
