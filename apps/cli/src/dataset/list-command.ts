import { join } from 'node:path'
import { listDatasetFolders, openDataset } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'

const optionsSchema = z.object({ home: z.string().min(1), json: z.boolean().default(false) })

/** `voxproof dataset list`: the prepared datasets of the data folder, one per line or as JSON. */
export function addListCommand(dataset: Command): void {
  dataset
    .command('list')
    .description('list the datasets that models can be ranked on')
    .option('--home <folder>', 'data folder', environment.VOXPROOF_HOME)
    .option('--json', 'print JSON')
    .action(async (raw: unknown) => {
      const { home, json } = optionsSchema.parse(raw)
      const folders = await listDatasetFolders(join(home, 'datasets'))
      const datasets = await Promise.all(folders.map(async (folder) => ({ folder, ...(await openDataset(folder)) })))
      if (json) {
        console.log(
          JSON.stringify(
            datasets.map(({ folder, hash, manifest, cases }) => ({ folder, hash, manifest, cases })),
            null,
            2,
          ),
        )
        return
      }
      if (datasets.length === 0) console.log(`No dataset in ${join(home, 'datasets')}; see voxproof dataset import.`)
      for (const { folder, manifest, cases } of datasets) {
        const classes = `${manifest.classNames.length} classes`
        console.log(`${manifest.id}  ${manifest.modality}  ${cases.length} cases  ${classes}  ${folder}`)
      }
    })
}
