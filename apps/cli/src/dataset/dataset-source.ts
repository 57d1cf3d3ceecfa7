import { findRecipe, type Recipe, recipeList } from '@voxproof/engine/datasets'
import { UsageError } from '../usage-error.ts'

/** Arguments of the commands that read a folder of volumes. */
export const sourceArguments = {
  first: 'a folder with dataset.json and the NIfTI files that it names, or the id of a recipe',
  second: 'with a recipe: the folder of the published dataset',
} as const

/** Option of the same commands. */
export const manifestOption = ['--manifest <file>', 'what describes the folder, instead of its dataset.json'] as const

export interface DatasetSource {
  readonly folder: string
  readonly recipe: Recipe | undefined
  readonly manifestFile: string | undefined
}

/**
 * What to read: `<folder>`, described by its dataset.json or the manifest file given, or `<recipe> <folder>`. Throws a
 * UsageError that says what does not fit.
 */
export function datasetSource(
  first: string,
  second: string | undefined,
  manifestFile: string | undefined,
): DatasetSource {
  if (second === undefined) {
    if (!findRecipe(first)) return { folder: first, recipe: undefined, manifestFile }
    throw new UsageError(`${first} is a recipe; name the folder of the published dataset after it: ${first} <folder>`)
  }
  const recipe = findRecipe(first)
  if (recipe && manifestFile === undefined) return { folder: second, recipe, manifestFile }
  if (recipe) throw new UsageError(`The recipe ${first} describes the folder; leave --manifest out.`)
  const known = recipeList.map(({ manifest }) => manifest.id).join(', ')
  throw new UsageError(`There is no recipe ${first}. There are: ${known}.`)
}
