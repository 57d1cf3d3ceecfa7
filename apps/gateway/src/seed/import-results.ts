import { createHash } from 'node:crypto'
import { type ResultManifest, verifyManifest } from '@voxproof/engine/suite'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { datasetsService } from '../modules/datasets/index.ts'
import type { JobSender } from '../queue/index.ts'
import type { Baseline } from './baselines.ts'
import { importEvaluation } from './imported-evaluation.store.ts'
import { readResults } from './read-results.ts'

/**
 * The committed results of a baseline that hold: of this very model, on the datasets as they are here, under suites as
 * they are here, whole, and with numbers that follow from their parts. Any other is left out, and the log says why.
 */
export async function verifiedResults(
  { db, folder, log }: { db: Database; folder: string; log: Logger },
  baseline: Baseline,
): Promise<ResultManifest[]> {
  const modelHash = createHash('sha256').update(baseline.bytes).digest('hex')
  const datasets = datasetsService({ db })
  const verified: ResultManifest[] = []
  for (const result of await readResults(folder, baseline)) {
    const refuse = (code: string, message: string): void =>
      log.error({ baseline: baseline.name, file: result.file, code }, `a committed result was refused. ${message}`)
    if (result.status === 'malformed') {
      refuse('malformed', result.message)
      continue
    }
    const { datasetId } = result.manifest.provenance
    const dataset = await datasets.dataset(datasetId)
    if (dataset === null) {
      refuse('unknown-dataset', `There is no dataset ${datasetId} here.`)
      continue
    }
    const { hash, classNames } = dataset
    const caseKeys = (await datasets.cases(datasetId)).map(({ key }) => key)
    const verdict = verifyManifest(result.manifest, {
      modelHash,
      dataset: { id: datasetId, hash, classNames, caseKeys },
    })
    if (verdict.status === 'refused') refuse(verdict.code, verdict.message)
    else verified.push(result.manifest)
  }
  return verified
}

/** Brings verified results in as evaluations of the submission, as far as they are not there; the log names each. */
export async function importResults(
  { db, boss, log }: { db: Database; boss: JobSender; log: Logger },
  submissionId: string,
  manifests: readonly ResultManifest[],
): Promise<void> {
  for (const manifest of manifests) {
    const isNew = await importEvaluation(db, { boss, submissionId, manifest })
    const { datasetId, suiteId } = manifest.provenance
    if (isNew) log.info({ submission: submissionId, dataset: datasetId, suite: suiteId }, 'result imported')
  }
}
