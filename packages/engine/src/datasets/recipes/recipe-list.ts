import { abdomen } from './abdomen.ts'
import { acdc, acdcPaper } from './acdc.ts'
import { btcv } from './btcv.ts'
import { hecktor, hecktorPetCt } from './hecktor.ts'
import type { Recipe } from './recipe.ts'

/** The published datasets that VoxProof knows how to prepare. */
export const recipeList: readonly Recipe[] = [btcv, acdc, acdcPaper, hecktor, hecktorPetCt, abdomen]

/** The recipe whose dataset has this id. */
export function findRecipe(id: string): Recipe | undefined {
  return recipeList.find(({ manifest }) => manifest.id === id)
}
