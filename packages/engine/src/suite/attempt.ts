import { type AttackResult, balls, vanishedShare, volumeSimilarity } from '../attacks/index.ts'
import { predictedClasses } from '../metrics/index.ts'
import { type FloatTensor, type Prediction, release } from '../tensor/index.ts'
import { boundRadius } from './bound-radius.ts'
import { paperMetrics } from './paper-metrics.ts'
import type { PartRequest } from './part-request.ts'
import type { AttackOutcome } from './report.ts'
import { diceOfPrediction, scorePrediction } from './score-volume.ts'
import type { SuiteEntry } from './suite-definition.ts'
import { verifyBound } from './verify-bound.ts'

/** An attacked volume that the runner has checked and shown to the model itself. */
export interface Attempt {
  readonly volume: FloatTensor
  readonly distances: { readonly linf: number; readonly l2: number }
  readonly prediction: Prediction
  readonly foregroundDice: number
  readonly losses: readonly number[]
}

/**
 * Takes an attack at nothing but its volume, which is permitted as `permittedVolume` says and predicted afresh. A result
 * of undefined is the clean volume.
 */
export async function attempt(
  request: PartRequest,
  entry: SuiteEntry,
  result: AttackResult | undefined,
): Promise<Attempt> {
  const { volume, distances } = permittedVolume(request, entry, result)
  const logits = await request.victim.logits(volume)
  const prediction = predictedClasses(logits)
  release(logits)
  const foregroundDice = diceOfPrediction(prediction, request)
  return { volume, distances, prediction, foregroundDice, losses: result?.losses ?? [] }
}

/**
 * A copy of the attack's volume, projected into the entry's ball and checked against its bound by code of its own. Throws
 * an AttackBoundError where it cannot be permitted: another shape, not finite, or an unbounded one that leaves [0, 1].
 */
export function permittedVolume(
  { image }: Pick<PartRequest, 'image'>,
  entry: SuiteEntry,
  result: AttackResult | undefined,
): Pick<Attempt, 'volume' | 'distances'> {
  const volume = { shape: image.shape, data: (result?.adversarial ?? image).data.slice() }
  if (entry.epsilon !== null) {
    const norm = entry.norm ?? 'linf'
    balls[norm](boundRadius(norm, entry.epsilon, image.data.length)).project(volume.data, image.data)
  }
  if (entry.storedAs === 'uint8') truncate(volume.data)
  return { volume, distances: verifyBound(entry, image, volume) }
}

/** The losses up to the first that is not finite. */
export function finiteLosses(losses: readonly number[]): number[] {
  const first = losses.findIndex((loss) => !Number.isFinite(loss))
  return first < 0 ? [...losses] : losses.slice(0, first)
}

/** What the entry's best attempt comes to, its metrics computed from the runner's own prediction. */
export function outcomeOf(
  request: PartRequest,
  entry: SuiteEntry,
  { volume, distances, prediction, losses }: Attempt,
  began: number,
): AttackOutcome {
  const { image, suite } = request
  const isBoundedInL2 = entry.norm === 'l2' && entry.epsilon !== null
  return {
    entry: entry.name,
    attack: entry.attack,
    track: entry.track,
    epsilon: entry.epsilon,
    ...(entry.norm === undefined ? {} : { norm: entry.norm }),
    ...scorePrediction(prediction, request),
    ...distances,
    ...(isBoundedInL2 ? { l2Bound: boundRadius('l2', entry.epsilon ?? 0, image.data.length) } : {}),
    ...(entry.track === 'frequency' ? { ssim: volumeSimilarity(image, volume) } : {}),
    ...(suite.protocol === 'tiles' ? { paper: paperMetrics(prediction, request) } : {}),
    losses: finiteLosses(losses),
    seconds: (performance.now() - began) / 1000,
  }
}

/** How well an attempt serves the entry: the share of the organ that vanished, else the foreground Dice lost. */
export function damageOf({ label }: PartRequest, { prediction, foregroundDice }: Attempt, vanishing?: number): number {
  return vanishing === undefined ? 1 - foregroundDice : vanishedShare(prediction.classes, label.data, vanishing)
}

/** Grey levels cut off to whole ones, as a file of unsigned bytes holds them. */
function truncate(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.trunc(Math.fround(255 * (values[i] as number))) / 255
}
