import { access, constants, mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { manifestText } from '@voxproof/engine/suite'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'
import { UsageError } from '../usage-error.ts'
import { evaluate } from './evaluate.ts'
import { writeWhole } from './part-store.ts'
import { progressBar } from './progress-bar.ts'
import { summaryOf } from './summary.ts'

const namesSchema = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().min(1, 'a name is empty')).min(1))

const optionsSchema = z.object({
  dataset: z.string().min(1),
  suite: z.string(),
  cases: namesSchema.optional(),
  attacks: namesSchema.optional(),
  out: z.string().min(1).optional(),
  export: z.string().min(1).optional(),
  times: z.string().min(1).optional(),
  home: z.string().min(1),
  state: z.string().min(1).optional(),
  threads: z.coerce.number().int().positive(),
  providers: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(['cpu', 'cuda', 'webgpu'])).min(1)),
  json: z.boolean().default(false),
})

/** `voxproof evaluate`: runs a suite on this machine as the service runs it, and writes the same manifest. */
export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description('evaluate a model under a suite, as the service does; run again after an interruption, it goes on')
    .argument('<model>', 'the ONNX file')
    .requiredOption('--dataset <id or folder>', 'dataset to evaluate on')
    .option('--suite <id>', 'suite of attacks', 'quick-1')
    .option('--cases <keys>', 'only these cases, separated by commas; no result for a board')
    .option('--attacks <names>', 'only these entries or groups of the suite; no result for a board')
    .option('--out <file>', 'write the manifest')
    .option('--export <folder>', 'write every attacked volume as NIfTI; see voxproof rescore')
    .option('--times <file>', 'write what each part took, as JSON')
    .option('--home <folder>', 'data folder with the datasets', environment.VOXPROOF_HOME)
    .option('--state <folder>', 'where finished parts are kept; evaluations/ in the data folder if absent')
    .option('--threads <count>', 'threads of ONNX Runtime', String(availableParallelism()))
    .option('--providers <names>', 'execution providers in order of preference', 'cpu')
    .option('--json', 'print the manifest instead of a summary')
    .action(async (model: string, raw: unknown) => {
      const options = optionsSchema.parse(raw)
      const files = [options.out, options.times].flatMap((file) => (file === undefined ? [] : dirname(file)))
      for (const path of [...files, options.export]) await expectWritable(path)
      const bar = progressBar(process.stderr)
      const { manifest, times } = await evaluate(model, options, bar).finally(() => bar.end())
      const text = manifestText(manifest)
      if (options.out !== undefined) await writeWhole(options.out, text)
      if (options.times !== undefined) await writeWhole(options.times, `${JSON.stringify(times)}\n`)
      process.stdout.write(options.json ? text : summaryOf(manifest))
    })
}

/** Found out before hours of work, not after. */
async function expectWritable(folder: string | undefined): Promise<void> {
  if (folder === undefined) return
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw new UsageError(`Cannot write to ${folder}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
