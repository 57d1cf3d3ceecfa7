import { readRecipeFolder } from '../recipes/read-recipe-folder.ts'
import type { Recipe } from '../recipes/recipe.ts'
import { type ManifestResult, readManifest } from './read-manifest.ts'

/** How a folder of volumes is read. */
export interface ReadOptions {
  /** Describes the folder, which then needs no dataset.json. */
  readonly recipe?: Recipe | undefined
  /** Called before each case. */
  readonly onCase?: (caseKey: string) => void
}

/** The manifest of a folder: its own dataset.json, or what a recipe makes of it. */
export function readFolder(folder: string, recipe?: Recipe): Promise<ManifestResult> {
  return recipe ? readRecipeFolder(recipe, folder) : readManifest(folder)
}
