import type { DatasetProblem } from '../import/dataset-problem.ts'

/** What a folder holds of a published dataset. */
export interface FoundCases {
  /** Sorted; a case counts as found where any of its files is. */
  readonly ids: readonly string[]
  /** The case's files, whether they are all there or not; null where that cannot be told. */
  readonly pathsOf: (id: string) => { readonly images: string[]; readonly label: string } | null
  /** The files that the case should have, in words. */
  readonly expect: (id: string) => string
  /** Cases of which something is missing or contradicts. */
  readonly problems: readonly DatasetProblem[]
}

/** The file with either of NIfTI's usual endings, the compressed one where neither is there. */
export function volumePath(name: string, files: ReadonlySet<string>): string {
  return files.has(`${name}.nii`) && !files.has(`${name}.nii.gz`) ? `${name}.nii` : `${name}.nii.gz`
}
