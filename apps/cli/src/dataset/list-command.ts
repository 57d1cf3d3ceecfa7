import { join } from 'node:path'
import { DatasetError, listDatasetFolders, type OpenDataset, openDataset } from '@voxproof/engine/datasets'
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
      const found = await Promise.all(folders.map(async (folder) => ({ folder, dataset: await open(folder) })))
      const datasets = found.flatMap(({ folder, dataset: one }) =>
        one instanceof DatasetError ? [] : { folder, ...one },
      )
      for (const { dataset: one } of found) if (one instanceof DatasetError) console.error(`error: ${one.message}`)
      if (json) {
        const shown = datasets.map(({ folder, hash, manifest, cases }) => ({ folder, hash, manifest, cases }))
        console.log(JSON.stringify(shown, null, 2))
        return
      }
      if (folders.length === 0) console.log(`No dataset in ${join(home, 'datasets')}; see voxproof dataset import.`)
      for (const one of datasets) console.log(`${describe(one)}  ${one.folder}`)
    })
}

async function open(folder: string): Promise<OpenDataset | DatasetError> {
  try {
    return await openDataset(folder)
  } catch (error) {
    if (error instanceof DatasetError) return error
    throw error
  }
}

function describe({ manifest, cases }: OpenDataset): string {
  const shapes = [...new Set(cases.map(({ shape }) => shape.join(' × ')))]
  const shape = shapes.length === 1 ? `of ${shapes[0]} voxels` : `of ${shapes.length} shapes`
  const channels = manifest.channelNames.join(' + ')
  return [
    manifest.id,
    `${manifest.modality} (${channels})`,
    `${cases.length} cases ${shape}`,
    `${manifest.classNames.length} classes`,
  ].join('  ')
}
