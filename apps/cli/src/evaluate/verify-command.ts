import { createHash } from 'node:crypto'
import { engineHash, verifyManifest } from '@voxproof/engine/suite'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'
import { readModelFile } from '../model/read-model.ts'
import { findDataset } from './find-dataset.ts'
import { manifestAt } from './manifest-at.ts'

const optionsSchema = z.object({
  manifest: z.string().min(1),
  dataset: z.string().min(1).optional(),
  home: z.string().min(1),
})

/** `voxproof verify`: whether a manifest is a whole result of a model and follows from its own parts; runs nothing. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('check a manifest against model, dataset, suite and its own parts, without running the model')
    .argument('<model>', 'the ONNX file that it is said to be of')
    .requiredOption('--manifest <file>', 'the manifest')
    .option('--dataset <id or folder>', "the dataset, where it is not found under the manifest's id")
    .option('--home <folder>', 'data folder with the datasets', environment.VOXPROOF_HOME)
    .action(async (model: string, raw: unknown) => {
      const options = optionsSchema.parse(raw)
      const manifest = await manifestAt(options.manifest)
      const file = await readModelFile(model)
      const name = options.dataset ?? manifest.provenance.datasetId
      const say = (line: string): void => void process.stderr.write(`${line}\n`)
      const { hash, manifest: described, cases } = await findDataset({ name, home: options.home, say })
      const verdict = verifyManifest(manifest, {
        modelHash: createHash('sha256').update(file).digest('hex'),
        dataset: { id: described.id, hash, classNames: described.classNames, caseKeys: cases.map(({ key }) => key) },
      })
      if (verdict.status === 'verified') {
        process.stdout.write('verified: a whole result of this model, whose report follows from its parts\n')
        const [theirs, ours] = [manifest.provenance.engineHash, await engineHash()]
        if (theirs !== ours) process.stdout.write(`computed by the engine ${theirs}; this one is ${ours}\n`)
        return
      }
      process.stdout.write(`refused (${verdict.code}): ${verdict.message}\n`)
      process.exitCode = 2
    })
}
