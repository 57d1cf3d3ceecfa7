import { join } from 'node:path'
import { checkDataset, isPreparedDataset, listDatasetFolders, verifyDataset } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'
import { datasetSource, type DatasetSource, manifestOption, sourceArguments } from './dataset-source.ts'
import { printProblems } from './print-problems.ts'

const optionsSchema = z.object({ home: z.string().min(1), manifest: z.string().optional() })
const onCase = (caseKey: string): void => void process.stderr.write(`reading ${caseKey}\n`)

/** `voxproof dataset check`: says all that is wrong with a dataset, before or after its import; exit status 1 then. */
export function addCheckCommand(dataset: Command): void {
  dataset
    .command('check')
    .argument('<recipe, folder or dataset>', `${sourceArguments.first}, or of an imported dataset`)
    .argument('[folder]', sourceArguments.second)
    .description('read every case and report what stands in the way of an import, or what changed since')
    .option('--home <folder>', 'data folder with the imported datasets', environment.VOXPROOF_HOME)
    .option(...manifestOption)
    .action(async (first: string, second: string | undefined, raw: unknown) => {
      const { home, manifest } = optionsSchema.parse(raw)
      const isPlain = second === undefined && manifest === undefined
      const prepared = isPlain ? await preparedFolders(first, home) : []
      const outcomes: boolean[] = []
      for (const folder of prepared) outcomes.push(await checkPrepared(folder))
      if (prepared.length === 0) outcomes.push(await checkSource(datasetSource(first, second, manifest)))
      if (outcomes.includes(false)) process.exitCode = 1
    })
}

/** The prepared folder of this path, or all versions of the imported dataset with this id. */
async function preparedFolders(name: string, home: string): Promise<readonly string[]> {
  if (await isPreparedDataset(name)) return [name]
  const ofId = join(home, 'datasets', name, '/')
  return (await listDatasetFolders(join(home, 'datasets'))).filter((folder) => folder.startsWith(ofId))
}

async function checkPrepared(folder: string): Promise<boolean> {
  const { dataset, problems } = await verifyDataset(folder, onCase)
  printProblems('error', problems)
  if (!dataset || problems.length > 0) return false
  const voxels = dataset.cases.reduce((sum, { shape }) => sum + shape[0] * shape[1] * shape[2], 0)
  const content = `${dataset.cases.length} cases, ${voxels} voxels`
  console.log(`${dataset.manifest.id} ${dataset.hash.slice(0, 12)}: ${content}, all as imported`)
  return true
}

async function checkSource({ folder, recipe, manifestFile }: DatasetSource): Promise<boolean> {
  const { manifest, problems, warnings } = await checkDataset(folder, { recipe, manifestFile, onCase })
  printProblems('error', problems)
  printProblems('warning', warnings)
  if (!manifest || problems.length > 0) return false
  const testCount = manifest.cases.filter(({ split }) => split === 'test').length
  console.log(`${manifest.id}: ${manifest.cases.length} cases, ${testCount} of them ranked, ready to import`)
  return true
}
