import { checkDataset } from '@voxproof/engine/datasets'
import type { Command } from 'commander'
import { printProblems } from './print-problems.ts'

/** `voxproof dataset check`: says all that is wrong with a dataset folder; exit status 1 where something is. */
export function addCheckCommand(dataset: Command): void {
  dataset
    .command('check')
    .argument('<folder>', 'folder with dataset.json and the NIfTI files that it names')
    .description('read every case of a dataset folder and report what stands in the way of an import')
    .action(async (folder: string) => {
      const { manifest, problems, warnings } = await checkDataset(folder, (key) =>
        process.stderr.write(`reading ${key}\n`),
      )
      printProblems('error', problems)
      printProblems('warning', warnings)
      if (!manifest || problems.length > 0) {
        process.exitCode = 1
        return
      }
      const testCount = manifest.cases.filter(({ split }) => split === 'test').length
      console.log(`${manifest.id}: ${manifest.cases.length} cases, ${testCount} of them ranked, ready to import`)
    })
}
