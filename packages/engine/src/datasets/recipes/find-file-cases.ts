import type { DatasetProblem } from '../import/dataset-problem.ts'
import { type FoundCases, volumePath } from './found-cases.ts'
import type { Layout } from './recipe.ts'

type Pattern = Extract<Layout, { kind: 'files' }>['patterns'][number]

/** Cases by the names of their files. One with some of its files missing is a problem that names them. */
export function findFileCases(patterns: readonly Pattern[], files: ReadonlySet<string>): FoundCases {
  const patternOf = new Map<string, Pattern>()
  for (const pattern of patterns) {
    for (const name of [...pattern.images, pattern.label]) {
      for (const file of files) {
        const id = idIn(file, name)
        if (id !== null && new RegExp(`^${pattern.id}$`).test(id)) patternOf.set(id, pattern)
      }
    }
  }
  const pathsOf = (id: string, pattern: Pattern) => ({
    images: pattern.images.map((name) => volumePath(name.replace('{id}', id), files)),
    label: volumePath(pattern.label.replace('{id}', id), files),
  })
  const problems = [...patternOf].flatMap(([id, pattern]): DatasetProblem[] => {
    const { images, label } = pathsOf(id, pattern)
    return [...images, label]
      .filter((path) => !files.has(path))
      .map((path) => ({ code: 'missing-file', caseKey: id, message: `Case ${id}: ${path} is missing.` }))
  })
  const incomplete = new Set(problems.map(({ caseKey }) => caseKey))
  return {
    ids: [...patternOf.keys()].sort(),
    pathsOf: (id) => {
      const pattern = patternOf.get(id)
      return pattern && !incomplete.has(id) ? pathsOf(id, pattern) : null
    },
    expect: (id) => {
      const pattern = patterns.find((one) => new RegExp(`^${one.id}$`).test(id))
      if (!pattern) throw new Error(`No pattern of the layout has the id ${id} of its split.`)
      const { images, label } = pathsOf(id, pattern)
      return [...images, label].join(', ')
    },
    problems,
  }
}

/** What stands in the place of `{id}` in the name of a volume; null where the file has another name. */
function idIn(file: string, name: string): string | null {
  const [before = '', after = ''] = name.split('{id}')
  const stem = file.replace(/\.nii(\.gz)?$/, '')
  if (stem === file || !stem.startsWith(before) || !stem.endsWith(after)) return null
  return stem.slice(before.length, stem.length - after.length)
}
