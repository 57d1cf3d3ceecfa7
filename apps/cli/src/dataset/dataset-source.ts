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
}

/** `<folder>`, or `<recipe> <folder>`. Throws a UsageError that names the recipes where there is no such one. */
export function datasetSource(first: string, second: string | undefined): DatasetSource {
  if (second === undefined) {
    if (!findRecipe(first)) return { folder: first, recipe: undefined }
    throw new UsageError(`${first} is a recipe; name the folder of the published dataset after it: ${first} <folder>`)
  }
  const recipe = findRecipe(first)
  if (recipe) return { folder: second, recipe }
  const known = recipeList.map(({ manifest }) => manifest.id).join(', ')
  throw new UsageError(`There is no recipe ${first}. There are: ${known}.`)
}
