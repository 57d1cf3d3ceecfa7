import { type DatasetManifest, openDataset } from '@voxproof/engine/datasets'
import { modelPool } from '@voxproof/engine/inference'
import {
  doubtsGradient,
  openSurrogates,
  partVictims,
  runPart,
  type Surrogate,
  surrogatesOfGroup,
} from '@voxproof/engine/suite'
import type { EvaluatePartJob, PartResult } from '@voxproof/schema'
import type { EvaluatorContext, SurrogatePool } from '../context.ts'
import { openSandboxedModel, type SandboxedModel } from '../sandbox/index.ts'
import { beginPart, finishPart, isPartOpen, type OpenPart, reportProgress, returnPart } from './evaluate-part.store.ts'
import { suiteOf } from './suite-of.ts'
import { throttled } from './throttled.ts'

const lookIntervalMs = 1000

/**
 * Attacks one model on one case with one group of the suite and stores what came of it. The label stays on this side of
 * the sandbox's border. Idempotent: a part with a result, or one whose submission was cancelled, is left alone. When
 * `signal` aborts, the model's process is killed and the part goes back to the queue.
 */
export async function evaluatePart(
  context: EvaluatorContext,
  { partId }: EvaluatePartJob,
  signal: AbortSignal,
): Promise<void> {
  const part = await beginPart(context.database, partId)
  if (part === undefined) return
  const cancelled = new AbortController()
  const look = throttled(lookIntervalMs, async () => {
    if (!(await isPartOpen(context.database, partId))) cancelled.abort()
  })
  const timer = setInterval(look, lookIntervalMs)
  try {
    const result = await attack(context, part, AbortSignal.any([signal, cancelled.signal]))
    await finishPart(context.database, part, result, (transaction) =>
      context.send.aggregateEvaluation([{ evaluationId: part.evaluationId }], transaction),
    )
    context.log.info({ partId, caseKey: part.caseKey, group: part.group }, 'part finished')
  } catch (error) {
    if (cancelled.signal.aborted) {
      context.log.info({ partId }, 'part stopped: it is no longer wanted')
      return
    }
    if (signal.aborted) await returnPart(context.database, partId)
    throw error
  } finally {
    clearInterval(timer)
  }
}

async function attack(context: EvaluatorContext, part: OpenPart, signal: AbortSignal): Promise<PartResult> {
  const suite = suiteOf(part)
  const dataset = await openDataset(context.folder.datasetFolder(part.datasetId, part.datasetHash))
  if (dataset.hash !== part.datasetHash) {
    throw new Error(`Dataset ${part.datasetId} was altered: its hash is now ${dataset.hash}, not ${part.datasetHash}.`)
  }
  const { image, label, spacingMm } = await dataset.loadCase(part.caseKey)
  const shape = windowOfPart(part, dataset.manifest)
  const key = { submissionId: part.submissionId, modelHash: part.modelHash, ...shape }
  const { group, caseKey, datasetId, modelHash } = part
  const { classNames, roiShape } = dataset.manifest
  const classCount = classNames.length
  const { reading } = part
  const gradient = reading?.gradient ?? 'available'
  const doubted = doubtsGradient(suite, reading)
  const run = (model: SandboxedModel, surrogates: readonly Surrogate[]): Promise<PartResult> =>
    runPart({
      ...{ suite, group, caseKey, datasetId, modelHash, gradient, doubted, image, label, spacingMm, classCount },
      ...partVictims(suite, model, image.shape),
      ...{ surrogates, transfers: context.transfers },
      onProgress: throttled(lookIntervalMs, ({ fraction }) => reportProgress(context.database, part.id, fraction)),
      signal,
    })
  const work = (model: SandboxedModel): Promise<PartResult> => {
    if (surrogatesOfGroup(suite, group, part).length === 0) return run(model, [])
    return context.surrogates.use({}, signal, openPool, async (pool) => {
      const surrogates = await openSurrogates({
        ...{ suite, group, context: { datasetId, modelHash, gradient } },
        ...{ volumeShape: image.shape, classCount, roiShape, pool },
        read: context.folder.readSurrogate,
        open: (bytes, window) => openTrusted(context, bytes, window),
      })
      return run(model, surrogates)
    })
  }
  const openPool = async (): Promise<SurrogatePool> => ({ ...modelPool(context.limits.memoryBytes), isAlive: true })
  return context.models.use(key, signal, () => open(context, part, shape, signal), work)
}

async function open(
  context: EvaluatorContext,
  part: OpenPart,
  shape: WindowOfPart,
  signal: AbortSignal,
): Promise<SandboxedModel> {
  const bytes = await context.folder.readModel(part.modelHash)
  const confinement = context.confine({ trusted: part.isBaseline })
  const gradient = part.reading?.gradient
  const { runtime, limits } = context
  return openSandboxedModel(bytes, { ...shape, gradient, confinement, runtime, limits, signal })
}

/** A surrogate comes with the product, as the baselines do. */
function openTrusted(context: EvaluatorContext, bytes: Uint8Array, window: WindowOfPart): Promise<SandboxedModel> {
  const { runtime, limits } = context
  return openSandboxedModel(bytes, { ...window, confinement: context.confine({ trusted: true }), runtime, limits })
}

interface WindowOfPart {
  readonly windowShape: readonly [number, number, number]
  readonly channelCount: number
}

/** D, H, W as validation read them off a file that fixes them, else the dataset's window. */
function windowOfPart(part: OpenPart, manifest: DatasetManifest): WindowOfPart {
  const channelCount = manifest.channelNames.length
  const { inspection } = part
  if (inspection === null || inspection.dynamicSpatial) return { windowShape: manifest.roiShape, channelCount }
  const [, , depth, height, width] = inspection.inputShape
  if (depth === undefined || height === undefined || width === undefined) {
    throw new Error(`The inspection of model ${part.modelHash} has an input of rank ${inspection.inputShape.length}.`)
  }
  return { windowShape: [depth, height, width], channelCount }
}
