import { predictedClasses } from '../metrics/index.ts'
import type { FloatTensor } from '../tensor/index.ts'
import { everyEntry } from './part-groups.ts'
import type { PartRequest } from './part-request.ts'
import type { AttackOutcome } from './report.ts'
import { scorePrediction } from './score-volume.ts'
import { AttackBoundError, verifyBound } from './verify-bound.ts'

export interface RescoreRequest
  extends Pick<PartRequest, 'suite' | 'victim' | 'image' | 'label' | 'spacingMm' | 'classCount'> {
  /** Name of the suite's entry that the volume is said to come from. */
  readonly entry: string
  /** [1, C, D, H, W]. */
  readonly volume: FloatTensor
}

/** What of an outcome can be measured on its volume alone. */
export type Measured = Pick<AttackOutcome, 'dice' | 'hd95Mm' | 'nsd' | 'foregroundDice' | 'nonFinite' | 'linf' | 'l2'>

export type Rescoring =
  | { readonly status: 'measured'; readonly measured: Measured }
  /** The volume may not be one of this entry's: it leaves the bound, leaves [0, 1] or has another shape. */
  | { readonly status: 'refused'; readonly message: string }

/**
 * Measures an attacked volume anew, wherever it comes from: its distances to the clean volume against the entry's bound,
 * then the metrics of a fresh prediction. No attack takes part. The volume of an outcome gives that outcome's numbers.
 * Throws a RangeError where the suite has no such entry.
 */
export async function rescoreVolume(request: RescoreRequest): Promise<Rescoring> {
  const { suite, entry: name, image, volume, victim } = request
  const entry = everyEntry(suite).find((candidate) => candidate.name === name)
  if (!entry) throw new RangeError(`Suite ${suite.id} has no entry ${name}.`)
  try {
    const distances = verifyBound(entry, image, volume)
    const prediction = predictedClasses(await victim.logits(volume))
    return { status: 'measured', measured: { ...scorePrediction(prediction, request), ...distances } }
  } catch (error) {
    if (error instanceof AttackBoundError) return { status: 'refused', message: error.message }
    throw error
  }
}
