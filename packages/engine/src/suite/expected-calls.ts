import { attacks } from '../attacks/index.ts'
import { diagnosisCalls } from './diagnosis/index.ts'
import { applicableEntries, type PartContext, surrogatesOf } from './part-groups.ts'
import type { LadderDefinition, SuiteDefinition, SuiteEntry } from './suite-definition.ts'

/** How often networks are run on one window. A gradient includes the prediction of its own pass. */
export interface WindowCalls {
  readonly predictions: number
  readonly gradients: number
}

export interface PartCalls {
  /** Of the model under evaluation. */
  readonly model: WindowCalls
  /** Of the surrogates, all together. */
  readonly surrogates: WindowCalls
}

/** What a part's cost depends on beside the suite. */
export interface CostContext extends PartContext {
  /** Windows of the volume's sliding window: `placeWindows(volume, window, overlap).length`. */
  readonly windows: number
  /** Dense tiles, for suites of tiles: the same with overlap 0. */
  readonly tiles: number
}

/**
 * Window calls that one part makes at most: a ladder makes fewer where a case is lost early.
 * A volume's gradient through n > 1 windows takes n predictions and n gradients, through one window a gradient alone.
 */
export function partCalls(suite: SuiteDefinition, group: string, context: CostContext): PartCalls {
  if (suite.diagnosis?.group === group) {
    return { model: overVolume(diagnosisCalls(context.gradient), context), surrogates: none }
  }
  const entries = applicableEntries(suite, { ...context, secondRound: true }).filter((entry) => entry.group === group)
  const all = entries.map((entry) => entryCalls(suite, entry, context))
  return { model: sum(all.map(({ model }) => model)), surrogates: sum(all.map(({ surrogates }) => surrogates)) }
}

/** The same for one entry of `applicableEntries`. */
export function entryCalls(suite: SuiteDefinition, entry: SuiteEntry, context: CostContext): PartCalls {
  if (suite.ladder && entry.group === suite.ladder.group) {
    return { model: rungCalls(suite.ladder, context), surrogates: none }
  }
  const scoring = times(overVolume({ predictions: 1, gradients: 0 }, context), entry.restarts)
  if (entry.attack === 'none') return { model: scoring, surrogates: none }
  const once = attacks[entry.attack].calls(entry.parameters)
  const attacked = suite.protocol === 'tiles' ? times(once, context.tiles) : overVolume(once, context)
  const attacking = times(attacked, entry.restarts)
  if (!entry.surrogates) return { model: sum([scoring, attacking]), surrogates: none }
  const count = surrogatesOf(suite, entry, context).length
  const shown = times(overVolume({ predictions: 2, gradients: 0 }, context), entry.restarts)
  return { model: scoring, surrogates: times(sum([attacking, shown]), count) }
}

/** Seconds that these calls take at these seconds per window. */
export function expectedSeconds(
  { predictions, gradients }: WindowCalls,
  seconds: { readonly prediction: number; readonly gradient: number },
): number {
  return predictions * seconds.prediction + gradients * seconds.gradient
}

/** How many candidates run in each of the ladder's rounds. */
export function roundSizes({ losses, restarts, rounds, keep }: LadderDefinition): number[] {
  let size = losses.length * restarts
  return rounds.map((_, round) => {
    if (round > 0) size = Math.max(1, Math.ceil(keep * size - 1e-9))
    return size
  })
}

const none: WindowCalls = { predictions: 0, gradients: 0 }

/** Gradients of volumes that one rung of the ladder asks for at most. */
export function rungSteps(ladder: LadderDefinition): number {
  const sizes = roundSizes(ladder)
  return ladder.rounds.reduce((total, { steps }, round) => total + steps * (sizes[round] ?? 0), 0)
}

function rungCalls(ladder: LadderDefinition, context: CostContext): WindowCalls {
  const sizes = roundSizes(ladder)
  const each = ladder.rounds.map(({ steps }, round) =>
    times(sum([attacks.apgd.calls({ steps }), { predictions: 1, gradients: 0 }]), sizes[round] ?? 0),
  )
  // A rung that finds nothing worse predicts the volume of the one below again.
  return overVolume(sum([...each, { predictions: 1, gradients: 0 }]), context)
}

function overVolume({ predictions, gradients }: WindowCalls, { windows }: CostContext): WindowCalls {
  const first = windows > 1 ? gradients : 0
  return { predictions: windows * (predictions + first), gradients: windows * gradients }
}

function times({ predictions, gradients }: WindowCalls, count: number): WindowCalls {
  return { predictions: count * predictions, gradients: count * gradients }
}

function sum(calls: readonly WindowCalls[]): WindowCalls {
  return calls.reduce(
    (total, { predictions, gradients }) => ({
      predictions: total.predictions + predictions,
      gradients: total.gradients + gradients,
    }),
    none,
  )
}
