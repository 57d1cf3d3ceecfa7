import { join } from 'node:path'
import { readRecipeFolder } from '../recipes/read-recipe-folder.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { type ManifestResult, readManifest } from './read-manifest.ts'

/** How a folder of volumes is read. */
export interface ReadOptions {
  /** Describes the folder, which then needs no dataset.json. */
  readonly recipe?: Recipe | undefined
  /** The file that describes the folder, where it is not the dataset.json in it. */
  readonly manifestFile?: string | undefined
  /** Called before each case. */
  readonly onCase?: (caseKey: string) => void
}

/** The manifest of a folder: its dataset.json or the file named instead, or what a recipe makes of the folder. */
export function readFolder(folder: string, { recipe, manifestFile }: ReadOptions): Promise<ManifestResult> {
  return recipe ? readRecipeFolder(recipe, folder) : readManifest(manifestFile ?? join(folder, 'dataset.json'))
}
