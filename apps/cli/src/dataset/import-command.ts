import { join } from 'node:path'
import { importDataset } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'
import { datasetSource, manifestOption, sourceArguments } from './dataset-source.ts'
import { printProblems } from './print-problems.ts'

const optionsSchema = z.object({ home: z.string().min(1), manifest: z.string().optional() })

/** `voxproof dataset import`: prepares a dataset folder for evaluation below the data folder. */
export function addImportCommand(dataset: Command): void {
  dataset
    .command('import')
    .argument('<recipe or folder>', sourceArguments.first)
    .argument('[folder]', sourceArguments.second)
    .description('check and preprocess the test cases of a dataset, ready to be ranked on')
    .option('--home <folder>', 'data folder that receives the dataset', environment.VOXPROOF_HOME)
    .option(...manifestOption)
    .action(async (first: string, second: string | undefined, raw: unknown) => {
      const { home, manifest } = optionsSchema.parse(raw)
      const { folder, recipe, manifestFile } = datasetSource(first, second, manifest)
      const onCase = (caseKey: string): void => void process.stderr.write(`reading ${caseKey}\n`)
      const result = await importDataset(folder, join(home, 'datasets'), { recipe, manifestFile, onCase })
      if (result.status === 'refused') {
        printProblems('error', result.problems)
        console.error(`Not imported: ${result.problems.length} problem(s) in ${folder}.`)
        process.exitCode = 1
        return
      }
      printProblems('warning', result.warnings)
      const outcome = result.status === 'present' ? 'was imported before' : 'imported'
      console.log(`${result.manifest.id} ${outcome}: ${result.folder}`)
    })
}
