import { readFile } from 'node:fs/promises'
import { isAbsolute, normalize, sep } from 'node:path'
import { z } from 'zod'
import { type DatasetManifest, datasetManifestSchema } from '../manifest.ts'
import type { DatasetProblem } from './dataset-problem.ts'

export type ManifestResult =
  | {
      readonly status: 'read'
      readonly manifest: DatasetManifest
      /** Training cases that a recipe left out; none where the folder describes itself. */
      readonly warnings: readonly DatasetProblem[]
    }
  | { readonly status: 'refused'; readonly problems: readonly DatasetProblem[] }

/** Reads and checks the dataset.json of a folder, down to the paths it names, without opening a volume. */
export async function readManifest(path: string): Promise<ManifestResult> {
  const refused = (...problems: readonly DatasetProblem[]): ManifestResult => ({ status: 'refused', problems })
  const about = (code: DatasetProblem['code'], message: string): DatasetProblem => ({ code, caseKey: null, message })
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
    return refused(about('missing-file', `${path} is missing; a dataset folder is described there.`))
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return refused(about('malformed-manifest', `${path} is not JSON: ${error instanceof Error ? error.message : ''}`))
  }
  if (preparedSchema.safeParse(json).success) {
    return refused(
      about('malformed-manifest', `${path} is of a dataset that was imported before; nothing is to be done.`),
    )
  }
  const parsed = datasetManifestSchema.safeParse(json)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) =>
      about('malformed-manifest', `dataset.json, ${issue.path.join('.') || 'top level'}: ${issue.message}`),
    )
    return refused(...problems)
  }
  const manifest = parsed.data
  const unsafe = manifest.cases.flatMap(({ key, images, label }) =>
    [...images, label].filter(leavesFolder).map((name): DatasetProblem => {
      const message = `Case ${key} names ${JSON.stringify(name)}, which leads out of the folder; expected a path below it.`
      return { code: 'unsafe-path', caseKey: key, message }
    }),
  )
  if (unsafe.length > 0) return refused(...unsafe)
  if (!manifest.cases.some(({ split }) => split === 'test')) {
    return refused(about('no-test-case', 'No case has the split "test"; only test cases are ranked.'))
  }
  return { status: 'read', manifest, warnings: [] }
}

/** What tells the dataset.json that an import writes from one that describes files. */
const preparedSchema = z.object({ format: z.string().startsWith('voxproof-dataset/') })

function leavesFolder(name: string): boolean {
  const path = normalize(name.replaceAll('\\', '/'))
  return (
    name === '' || name.includes('\0') || isAbsolute(path) || /^[A-Za-z]:/.test(path) || path.split(sep)[0] === '..'
  )
}

/** True for the error of a file that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
