import { totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { modelPool } from '@voxproof/engine/inference'
import { openWindowModel, type Provider, runtimeVersion } from '@voxproof/engine/runtime'
import {
  canAttack,
  doubtsGradient,
  engineHash,
  engineVersion,
  type EvaluationReport,
  modelFiles,
  type PartContext,
  type PartResult,
  type Provenance,
  type ResultManifest,
  resultManifest,
  suiteHash,
  summarise,
  transferFolder,
  transferLimitBytes,
} from '@voxproof/engine/suite'
import { UsageError } from '../usage-error.ts'
import { expectedPartSeconds, measurePace } from './expected-time.ts'
import { exportVolume, isExported } from './export-volume.ts'
import { findDataset } from './find-dataset.ts'
import { interruption } from './interruption.ts'
import { openSubject, type RuntimeChoice, wouldBeRejected } from './open-subject.ts'
import { type FinishedPart, openPartStore, type PartKey, type PartTime } from './part-store.ts'
import { planEvaluation, secondRoundParts, suiteNamed } from './plan-evaluation.ts'
import { inWords, type ProgressBar } from './progress-bar.ts'
import { type Evaluation, runParts } from './run-evaluation.ts'

export interface EvaluateOptions {
  /** Id or folder. */
  readonly dataset: string
  readonly suite: string
  readonly cases?: readonly string[] | undefined
  readonly attacks?: readonly string[] | undefined
  /** Receives every attacked volume. */
  readonly export?: string | undefined
  /** The data folder. */
  readonly home: string
  /** Where finished parts are kept; in the data folder if absent. */
  readonly state?: string | undefined
  readonly threads: number
  readonly providers: Provider[]
}

export interface Evaluated {
  readonly manifest: ResultManifest
  /** In the order in which parts run. */
  readonly times: readonly (Pick<PartKey, 'caseKey' | 'group'> & PartTime)[]
}

/**
 * The manifest of one model on one dataset under one suite, by the code that the service runs. Parts that an earlier,
 * interrupted run finished are taken over. Throws a UsageError where the request does not fit, and on Ctrl-C.
 */
export async function evaluate(path: string, options: EvaluateOptions, bar: ProgressBar): Promise<Evaluated> {
  const suite = suiteNamed(options.suite)
  const dataset = await findDataset({ name: options.dataset, home: options.home, say: (line) => bar.say(line) })
  const runtime: RuntimeChoice = { providers: options.providers, threads: options.threads }
  const subject = await openSubject(path, dataset, runtime)
  const surrogatePool = modelPool(totalmem() / 4)
  const stopping = interruption()
  try {
    const { modelHash, reading } = subject
    const { gradient } = reading
    const doubted = doubtsGradient(suite, reading)
    const context: PartContext = { datasetId: dataset.manifest.id, modelHash, gradient, doubted }
    if (!canAttack(suite, context)) {
      const message = `${reading.obstacle} The suite ${suite.id} has no attack that does without the gradient.`
      throw wouldBeRejected(path, 'no-gradient-rule', message)
    }
    const caseKeys = dataset.cases.map(({ key }) => key)
    const plan = planEvaluation({ suite, caseKeys, cases: options.cases, attacks: options.attacks, context })
    const basis = { engineHash: await engineHash(), runtimeVersion, ...runtime }
    const provenance: Provenance = {
      ...{ modelHash, suiteId: suite.id, suiteHash: suiteHash(suite) },
      ...{ datasetId: dataset.manifest.id, datasetHash: dataset.hash },
      ...{ engineVersion, engineHash: basis.engineHash },
      ...{ runtimeVersion, providers: options.providers, seed: suite.seed },
      ...(gradient === 'none' ? { gradient } : {}),
      reading,
    }
    const store = openPartStore(options.state ?? join(options.home, 'evaluations'), {
      ...{ modelHash, suiteHash: provenance.suiteHash, datasetHash: dataset.hash, ...basis },
    })
    const transfers = transferFolder({
      ...{ folder: join(options.home, 'transfers'), limitBytes: transferLimitBytes, basis },
    })
    const folder = options.export
    const evaluation: Evaluation = {
      ...{ plan, context, subject, dataset, store, transfers, signal: stopping.signal },
      surrogates: {
        read: modelFiles(fileURLToPath(new URL('../../../../baselines/models', import.meta.url))),
        open: (file, window) => openWindowModel(file, { ...window, ...runtime }),
        pool: surrogatePool,
      },
      ...(folder === undefined
        ? {}
        : { onVolume: (part, entry, volume, of) => exportVolume(folder, { ...part, entry }, volume, of) }),
    }
    const { classNames } = dataset.manifest
    const reportOf = (finished: readonly FinishedPart[]): EvaluationReport =>
      summarise({ suite: plan.suite, provenance, classNames, parts: results(finished), caseOrder: plan.caseKeys })
    const first = await finishedParts(evaluation, folder, bar)
    const report = reportOf(first)
    const again = plan.selection === undefined ? secondRoundParts(plan, context, report) : []
    if (again.length === 0)
      return { manifest: resultManifest(report, results(first), plan.selection), times: timesOf(first) }
    bar.say('the outcomes doubt the gradient: attacks that do without it run once more, stronger')
    const second = await finishedParts({ ...evaluation, plan: { ...plan, parts: again } }, folder, bar)
    const both = [...first, ...second]
    return { manifest: resultManifest(reportOf(both), results(both)), times: timesOf(both) }
  } finally {
    stopping.end()
    await surrogatePool.close()
    await subject.model.close()
  }
}

function results(finished: readonly FinishedPart[]): PartResult[] {
  return finished.map(({ result }) => result)
}

function timesOf(finished: readonly FinishedPart[]): Evaluated['times'] {
  return finished.map(({ result: { caseKey, group }, time }) => ({ caseKey, group, ...time }))
}

/** Every part's result, those that were not kept by an earlier run made now. */
async function finishedParts(
  evaluation: Evaluation,
  exportFolder: string | undefined,
  bar: ProgressBar,
): Promise<FinishedPart[]> {
  const { plan, store, signal } = evaluation
  const results = new Map<PartKey, FinishedPart>()
  for (const part of plan.parts) {
    const kept = await store.read(part)
    if (kept && (exportFolder === undefined || (await isExported(exportFolder, kept.result)))) results.set(part, kept)
  }
  const open = plan.parts.filter((part) => !results.has(part))
  if (open.length < plan.parts.length) {
    bar.say(`${plan.parts.length - open.length} of ${plan.parts.length} parts are kept from an earlier run`)
  }
  if (open.length > 0) {
    const expected = await expectations(evaluation, open)
    const total = [...expected.values()].reduce((sum, seconds) => sum + seconds, 0)
    bar.say(`${open.length} parts to run, about ${inWords(total)}`)
    bar.expect(total)
    let done = 0
    const secondsOf = (part: PartKey): number => expected.get(part) ?? 0
    try {
      await runParts(evaluation, open, {
        onProgress: (part, { entry, fraction, step, steps }) =>
          bar.move(done + fraction * secondsOf(part), `${part.caseKey} ${entry} ${step}/${steps}`),
        onPart: (part, finished) => {
          results.set(part, finished)
          done += secondsOf(part)
          const place = `${results.size}/${plan.parts.length}`
          bar.say(`${place.padStart(9)}  ${part.caseKey} ${part.group}  ${outcomesInWords(finished)}`)
        },
      })
    } catch (error) {
      if (!signal.aborted) throw error
      const kept = `${results.size} of ${plan.parts.length} parts are kept in ${store.folder}`
      throw new UsageError(`Stopped; ${kept}. The same command goes on from there.`, { exitCode: 130 })
    }
  }
  return plan.parts.flatMap((part) => results.get(part) ?? [])
}

async function expectations(evaluation: Evaluation, open: readonly PartKey[]): Promise<Map<PartKey, number>> {
  const { plan, context, subject, dataset } = evaluation
  const { model, reading } = subject
  const pace = await measurePace(model, reading.gradient === 'available')
  const shapes = new Map(dataset.cases.map(({ key, shape }) => [key, [1, model.channelCount, ...shape]]))
  return new Map(
    open.map((part) => {
      const volumeShape = shapes.get(part.caseKey) ?? []
      return [part, expectedPartSeconds({ ...part, suite: plan.suite, context }, { model, pace, volumeShape })]
    }),
  )
}

function outcomesInWords({ result: { outcomes }, time: { seconds } }: FinishedPart): string {
  const scores = outcomes.map(({ entry, foregroundDice }) => `${entry} ${foregroundDice.toFixed(3)}`)
  const shown = scores.length <= 4 ? scores : [...scores.slice(0, 3), `… ${scores.length} outcomes`]
  return `${shown.join(', ')}  (${inWords(seconds)})`
}
