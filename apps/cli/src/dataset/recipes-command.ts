import { recipeList } from '@voxproof/engine/datasets'
import type { Command } from 'commander'

/** `voxproof dataset recipes`: the published datasets that can be imported as they are. */
export function addRecipesCommand(dataset: Command): void {
  dataset
    .command('recipes')
    .description('list the published datasets that can be imported in the layout they come in')
    .action(() => {
      for (const { manifest, split } of recipeList) {
        console.log(`${manifest.id}  ${manifest.modality}  ${manifest.classNames.length} classes  ${manifest.source}`)
        console.log(`  ranked on ${split.test.length} cases: ${split.source}`)
      }
    })
}
