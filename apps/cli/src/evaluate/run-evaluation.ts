import type { LoadedCase, OpenDataset } from '@voxproof/engine/datasets'
import {
  openSurrogates,
  type PartContext,
  type PartProgress,
  type PartResult,
  partVictims,
  runPart,
  type SurrogateRequest,
  type TransferStore,
} from '@voxproof/engine/suite'
import type { FloatTensor } from '@voxproof/engine/tensor'
import type { Subject } from './open-subject.ts'
import type { FinishedPart, PartKey, PartStore } from './part-store.ts'
import type { EvaluationPlan } from './plan-evaluation.ts'

export interface Evaluation {
  readonly plan: EvaluationPlan
  readonly context: PartContext
  readonly subject: Subject
  readonly dataset: OpenDataset
  readonly store: PartStore
  /** Volumes that other evaluations made on the same surrogates. */
  readonly transfers: TransferStore
  /** How surrogates are found and opened. */
  readonly surrogates: Pick<SurrogateRequest, 'read' | 'open' | 'pool'>
  /** Takes each attacked volume as it is scored. */
  readonly onVolume?: ((part: PartKey, entry: string, volume: FloatTensor, of: LoadedCase) => Promise<void>) | undefined
  readonly signal: AbortSignal
}

export interface EvaluationEvents {
  readonly onProgress: (part: PartKey, progress: PartProgress) => void
  readonly onPart: (part: PartKey, finished: FinishedPart) => void
}

/**
 * Runs these parts, one after another, with the code that the service runs, and keeps each result as soon as it is
 * there. When the signal aborts, the part under way is lost and its reason thrown.
 */
export async function runParts(
  evaluation: Evaluation,
  parts: readonly PartKey[],
  events: EvaluationEvents,
): Promise<void> {
  let loaded: { readonly key: string; readonly content: LoadedCase } | undefined
  for (const part of parts) {
    evaluation.signal.throwIfAborted()
    if (loaded?.key !== part.caseKey) {
      loaded = { key: part.caseKey, content: await evaluation.dataset.loadCase(part.caseKey) }
    }
    const [began, before] = [performance.now(), process.cpuUsage()]
    const result = await attackCase(evaluation, part, loaded.content, events)
    const { user, system } = process.cpuUsage(before)
    const time = { seconds: (performance.now() - began) / 1000, processorSeconds: (user + system) / 1e6 }
    await evaluation.store.write(part, { result, time })
    events.onPart(part, { result, time })
  }
}

async function attackCase(
  { plan, context, subject, dataset, surrogates, transfers, onVolume, signal }: Evaluation,
  part: PartKey,
  loaded: LoadedCase,
  events: EvaluationEvents,
): Promise<PartResult> {
  const { suite } = plan
  const { caseKey, group } = part
  const { image, label, spacingMm } = loaded
  const { classNames, roiShape } = dataset.manifest
  const volumeShape = image.shape
  const classCount = classNames.length
  const open = { suite, group, context, volumeShape, classCount, roiShape, ...surrogates }
  return runPart({
    ...{ suite, group, caseKey, image, label, spacingMm, classCount, ...context },
    ...partVictims(suite, subject.model, volumeShape),
    ...{ surrogates: await openSurrogates(open), transfers },
    onProgress: (progress) => events.onProgress(part, progress),
    onVolume: onVolume && ((entry, volume) => onVolume(part, entry, volume, loaded)),
    signal,
  })
}
