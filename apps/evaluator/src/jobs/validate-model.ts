import { canAttack, partGroups, suiteHash } from '@voxproof/engine/suite'
import type { GradientReading, Inspection, Rejection, RejectionCode, ValidateModelJob } from '@voxproof/schema'
import type { EvaluatorContext } from '../context.ts'
import { inspectInSandbox } from '../sandbox/index.ts'
import {
  acceptSubmission,
  type BoardDataset,
  boardDatasets,
  type PlannedEvaluation,
  rejectSubmission,
  type SubmissionToValidate,
  submissionToValidate,
} from './validate-model.store.ts'

/**
 * Checks an uploaded file against every dataset that it was submitted to; then either rejects the submission or opens
 * its evaluations, none where its results were computed elsewhere. Idempotent: a submission that is past its validation is left alone.
 */
export async function validateModel(
  context: EvaluatorContext,
  { submissionId }: ValidateModelJob,
  signal: AbortSignal,
): Promise<void> {
  const submission = await submissionToValidate(context.database, submissionId)
  if (submission === undefined) return
  const datasets = await boardDatasets(context.database, submission.datasetIds)
  const missing = submission.datasetIds.filter((id) => !datasets.some((dataset) => dataset.id === id))
  if (missing.length > 0)
    throw new Error(`Submission ${submissionId} names datasets without a row: ${missing.join(', ')}.`)
  const outcome = await inspectForAll(context, submission, datasets, signal)
  if (outcome.kind === 'rejected') {
    context.log.info({ submissionId, rejection: outcome.rejection }, 'model rejected')
    await rejectSubmission(context.database, submissionId, outcome.rejection)
    return
  }
  context.log.info({ submissionId, datasets: submission.datasetIds }, 'model accepted')
  const { modelHash } = outcome
  const toAttack = submission.isImported ? [] : datasets
  const evaluations = toAttack.map((dataset) =>
    planEvaluation(context, { dataset, modelHash, reading: outcome.readings.get(dataset.id) ?? null }),
  )
  await acceptSubmission(
    context.database,
    { submission, inspection: outcome.inspection, evaluations },
    async ({ partIds, evaluationIds }, transaction) => {
      await context.send.evaluatePart(
        partIds.map((partId) => ({ partId })),
        transaction,
        submission.isBaseline ? 'baselines' : 'people',
      )
      await context.send.aggregateEvaluation(
        evaluationIds.map((evaluationId) => ({ evaluationId })),
        transaction,
      )
    },
  )
}

type Outcome =
  | {
      readonly kind: 'accepted'
      readonly modelHash: string
      readonly inspection: Inspection
      /** By dataset, each at its window. */
      readonly readings: ReadonlyMap<string, GradientReading>
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }

/** The inspection at the first dataset's window, or the first rejection, which names its dataset. */
async function inspectForAll(
  context: EvaluatorContext,
  submission: SubmissionToValidate,
  datasets: readonly BoardDataset[],
  signal: AbortSignal,
): Promise<Outcome> {
  const { modelHash, isBaseline } = submission
  if (modelHash === null) throw new Error(`Submission ${submission.id} is validating without a model file.`)
  const bytes = await context.folder.readModel(modelHash)
  const confinement = context.confine({ trusted: isBaseline })
  const readings = new Map<string, GradientReading>()
  let first: Inspection | undefined
  for (const { id, manifest } of datasets) {
    const outcome = await inspectInSandbox(
      bytes,
      {
        windowShape: manifest.roiShape,
        channelCount: manifest.channelNames.length,
        classCount: manifest.classNames.length,
      },
      { confinement, runtime: context.runtime, limits: context.limits, signal },
    )
    if (outcome.kind === 'rejected') {
      const { rejection } = outcome
      return {
        kind: 'rejected',
        rejection: aboutDataset.has(rejection.code) ? { ...rejection, dataset: id } : rejection,
      }
    }
    first ??= outcome.inspection
    const { reading } = outcome.inspection
    if (reading !== undefined) readings.set(id, reading)
    const { gradient = 'available', obstacle = '' } = reading ?? {}
    if (submission.isImported || canAttack(context.suite, { datasetId: id, modelHash, gradient })) continue
    const message = `${obstacle} The suite ${context.suite.id} has no attack that does without the gradient.`
    return { kind: 'rejected', rejection: { code: 'no-gradient-rule', message: message.slice(0, 2000) } }
  }
  if (first === undefined) throw new Error(`Submission ${submission.id} names no dataset.`)
  return { kind: 'accepted', modelHash, inspection: first, readings }
}

/** Reasons that another dataset might not give. */
const aboutDataset: ReadonlySet<RejectionCode> = new Set([
  'channel-count-mismatch',
  'class-count-mismatch',
  'shape-not-supported',
  'memory-budget-exceeded',
  'compute-budget-exceeded',
  'time-budget-exceeded',
])

function planEvaluation(
  { suite }: EvaluatorContext,
  { dataset, modelHash, reading }: Pick<PlannedEvaluation, 'dataset' | 'reading'> & { readonly modelHash: string },
): PlannedEvaluation {
  const model = { modelHash, gradient: reading?.gradient ?? ('available' as const), datasetId: dataset.id }
  const groups = (caseIndex: number): string[] => partGroups(suite, { ...model, caseIndex })
  return {
    ...{ dataset, reading },
    suite: { id: suite.id, hash: suiteHash(suite), definition: suite },
    parts: dataset.caseKeys.flatMap((caseKey, index) => groups(index).map((group) => ({ caseKey, group }))),
  }
}
