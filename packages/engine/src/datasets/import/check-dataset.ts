import type { DatasetManifest } from '../manifest.ts'
import type { DatasetProblem } from './dataset-problem.ts'
import { readCase } from './read-case.ts'
import { readFolder, type ReadOptions } from './read-folder.ts'

export interface DatasetCheck {
  /** Null where the manifest itself is refused. */
  readonly manifest: DatasetManifest | null
  /** What stands in the way of an import. */
  readonly problems: readonly DatasetProblem[]
  readonly warnings: readonly DatasetProblem[]
}

/** Reads every case of a dataset folder, training cases included, and says all that is wrong with it. */
export async function checkDataset(folder: string, options: ReadOptions = {}): Promise<DatasetCheck> {
  const read = await readFolder(folder, options)
  if (read.status === 'refused') return { manifest: null, problems: read.problems, warnings: [] }
  const problems: DatasetProblem[] = []
  const voxels = new Array<number>(read.manifest.classNames.length).fill(0)
  for (const entry of read.manifest.cases) {
    options.onCase?.(entry.key)
    const result = await readCase(folder, read.manifest, entry)
    if (result.status === 'refused') problems.push(...result.problems)
    else if (entry.split === 'test') countClasses(result.pair.label.data, voxels)
  }
  const warnings = problems.length === 0 ? [...read.warnings, ...absentClasses(read.manifest, voxels)] : []
  return { manifest: read.manifest, problems, warnings }
}

/** Adds the voxels of each class to `voxels`. */
export function countClasses(label: ArrayLike<number>, voxels: number[]): void {
  for (let n = 0; n < label.length; n++) {
    const k = label[n] ?? 0
    voxels[k] = (voxels[k] ?? 0) + 1
  }
}

/** A warning for each organ that no test case holds, since it is then ranked by false positives alone. */
export function absentClasses(manifest: DatasetManifest, voxels: readonly number[]): readonly DatasetProblem[] {
  return manifest.classNames.flatMap((name, k): DatasetProblem[] => {
    if (k === 0 || (voxels[k] ?? 0) > 0) return []
    const message = `No test case holds class ${k} (${name}): only false positives of it can be scored.`
    return [{ code: 'absent-class', caseKey: null, message }]
  })
}
