import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ResultManifest, TimelessOutcome } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'

export interface CommittedResult {
  readonly name: string
  readonly family: string
  readonly architecture: string
  /** standard, adversarial or frequency-adversarial. */
  readonly training: string
  readonly dataset: string
  readonly manifest: ResultManifest
}

interface Baseline extends Omit<CommittedResult, 'dataset' | 'manifest'> {
  readonly file: string
  readonly datasets: readonly string[]
}

const folder = join(import.meta.dirname, '..', '..', 'baselines')

/** The committed results of the baselines under a suite, and the names of the baselines that have none. */
export function committedResults(suite: string): { results: CommittedResult[]; missing: string[] } {
  const baselines: readonly Baseline[] = JSON.parse(readFileSync(join(folder, 'baselines.json'), 'utf8'))
  const results: CommittedResult[] = []
  const missing: string[] = []
  for (const { file, datasets, ...described } of baselines) {
    for (const dataset of datasets) {
      const stem = [basename(file, '.onnx'), ...(datasets.length > 1 ? [dataset] : []), suite, 'json'].join('.')
      const text = textOf(join(folder, 'results', stem))
      if (text === undefined) {
        missing.push(`${described.name} on ${dataset}`)
        continue
      }
      const reading = readManifest(text)
      if (reading.status === 'malformed') throw new Error(`${stem} is no result manifest: ${reading.message}`)
      results.push({ ...described, dataset, manifest: reading.manifest })
    }
  }
  return { results, missing }
}

/** The outcomes of one entry, in the order of the cases; none where the entry does not apply to the model. */
export function outcomesOf({ manifest }: CommittedResult, entry: string): TimelessOutcome[] {
  const found = manifest.parts.flatMap(({ caseKey, outcomes }) =>
    outcomes.filter((outcome) => outcome.entry === entry).map((outcome) => ({ caseKey, outcome })),
  )
  const order = manifest.report.cases.map(({ caseKey }) => caseKey)
  return found.sort((a, b) => order.indexOf(a.caseKey) - order.indexOf(b.caseKey)).map(({ outcome }) => outcome)
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
