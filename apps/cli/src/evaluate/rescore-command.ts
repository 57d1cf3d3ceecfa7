import { availableParallelism } from 'node:os'
import { stat } from 'node:fs/promises'
import { type LoadedCase, type OpenDataset, readNiftiFile } from '@voxproof/engine/datasets'
import { type Measured, partVictims, rescoreVolume, suiteHash } from '@voxproof/engine/suite'
import type { Command } from 'commander'
import { z } from 'zod'
import { environment } from '../environment.ts'
import { UsageError } from '../usage-error.ts'
import { type VolumeAddress, volumePath } from './export-volume.ts'
import { findDataset } from './find-dataset.ts'
import { manifestAt } from './manifest-at.ts'
import { openSubject, type Subject } from './open-subject.ts'
import { suiteNamed } from './plan-evaluation.ts'

const optionsSchema = z.object({
  manifest: z.string().min(1),
  volumes: z.string().min(1),
  dataset: z.string().min(1).optional(),
  home: z.string().min(1),
  threads: z.coerce.number().int().positive(),
  json: z.boolean().default(false),
})
type RescoreOptions = z.infer<typeof optionsSchema>

/** `voxproof rescore`: holds a manifest's numbers against the volumes that `voxproof evaluate --export` wrote. */
export function addRescoreCommand(program: Command): void {
  program
    .command('rescore')
    .description('check the bound of exported volumes and score them anew; exit status 2 where a number is another')
    .argument('<model>', 'the ONNX file')
    .requiredOption('--manifest <file>', 'the result that the volumes belong to')
    .requiredOption('--volumes <folder>', 'what voxproof evaluate --export wrote: <case>/<entry>.nii.gz')
    .option('--dataset <id or folder>', "the dataset, where it is not found under the manifest's id")
    .option('--home <folder>', 'data folder with the datasets', environment.VOXPROOF_HOME)
    .option('--threads <count>', 'threads of ONNX Runtime', String(availableParallelism()))
    .option('--json', 'print one line of JSON for each volume')
    .action(async (model: string, raw: unknown) => {
      const options = optionsSchema.parse(raw)
      let differing = 0
      for await (const one of rescored(model, options)) {
        if (one.verdict !== 'same') differing++
        process.stdout.write(options.json ? `${JSON.stringify(one)}\n` : inWords(one))
      }
      if (differing > 0) process.exitCode = 2
    })
}

type Rescored = VolumeAddress &
  (
    | { readonly verdict: 'same' | 'different'; readonly stated: Measured; readonly measured: Measured }
    | { readonly verdict: 'refused'; readonly message: string }
  )

async function* rescored(path: string, options: RescoreOptions): AsyncGenerator<Rescored> {
  const manifest = await manifestAt(options.manifest)
  const { provenance } = manifest
  const suite = suiteNamed(provenance.suiteId)
  const name = options.dataset ?? provenance.datasetId
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const dataset = await findDataset({ name, home: options.home, say })
  const subject = await openSubject(path, dataset, { providers: ['cpu'], threads: options.threads })
  try {
    expectSame('model', subject.modelHash, provenance.modelHash)
    expectSame('suite', suiteHash(suite), provenance.suiteHash)
    expectSame('dataset', dataset.hash, provenance.datasetHash)
    let count = 0
    let loaded: { readonly key: string; readonly content: LoadedCase } | undefined
    for (const { caseKey, outcomes } of manifest.parts) {
      for (const stated of outcomes) {
        const address = { caseKey, entry: stated.entry }
        const file = volumePath(options.volumes, address)
        if (!(await isFile(file))) continue
        count++
        if (loaded?.key !== caseKey) loaded = { key: caseKey, content: await dataset.loadCase(caseKey) }
        const request = { ...address, suite, file, stated, subject, dataset, loaded: loaded.content }
        yield { ...address, ...(await rescoreFile(request)) }
      }
    }
    if (count === 0) {
      throw new UsageError(`${options.volumes} holds no volume of this result; <case>/<entry>.nii.gz is expected.`)
    }
  } finally {
    await subject.model.close()
  }
}

async function rescoreFile(request: {
  readonly suite: ReturnType<typeof suiteNamed>
  readonly entry: string
  readonly file: string
  readonly stated: Measured
  readonly subject: Subject
  readonly dataset: OpenDataset
  readonly loaded: LoadedCase
}) {
  const { suite, entry, file, stated, subject, dataset, loaded } = request
  const { shape, channelCount, data } = await readNiftiFile(file)
  const result = await rescoreVolume({
    ...{ suite, entry, ...loaded, classCount: dataset.manifest.classNames.length },
    volume: { shape: [1, channelCount, ...shape], data },
    victim: partVictims(suite, subject.model, loaded.image.shape).victim,
  })
  if (result.status === 'refused') return { verdict: 'refused', message: result.message } as const
  const { measured } = result
  const same = JSON.stringify(measured) === JSON.stringify(pick(stated, measured))
  return { verdict: same ? 'same' : 'different', stated: pick(stated, measured), measured } as const
}

/** The fields of `like`, in its order. */
function pick(stated: Measured, like: Measured): Measured {
  const { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 } = stated
  const values: Measured = { dice, hd95Mm, nsd, foregroundDice, nonFinite, linf, l2 }
  return { ...like, ...values }
}

function expectSame(what: string, found: string, stated: string): void {
  if (found === stated) return
  throw new UsageError(`The ${what} is ${found}; the manifest is of ${stated}.`)
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

function inWords(one: Rescored): string {
  const name = `${one.caseKey} ${one.entry}`
  if (one.verdict === 'refused') return `refused    ${name}: ${one.message}\n`
  const { measured, stated } = one
  const distance = `L-inf ${(255 * measured.linf).toFixed(3)}/255`
  const scores = `Dice ${measured.foregroundDice.toFixed(6)}, stated ${stated.foregroundDice.toFixed(6)}`
  return `${one.verdict.padEnd(9)}  ${name}: ${distance}, ${scores}\n`
}
