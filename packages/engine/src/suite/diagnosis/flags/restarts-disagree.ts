import type { AttackOutcome, Trial } from '../../report.ts'
import { isAdversarialWithin } from '../../suite-definition.ts'
import type { FlagRule } from '../findings.ts'
import { rounded } from '../worst-dice.ts'

const mostSpread = 0.1

/**
 * Restarts of one attack with one loss disagree: over the cases, a restart from a random point leaves on the mean over
 * 0.1 less Dice, in the same round at the headline bound, than restart 0 or than another random one. On a smooth loss,
 * starts within one ball meet minima of almost the same depth; where they do not, what was found is luck and what was not
 * found is unknown. Restart 0 goes on from the next smaller bound's worst volume: that it is ahead is no doubt. A tenth of
 * the Dice is more than what lies between neighbours on a board. Evidence: the trials of the ladder.
 */
export const restartsDisagree: FlagRule = ({ suite, outcomes }) => {
  const spreads = outcomes.flatMap((ofCase) => {
    const headline = ofCase.filter((o) => o.trials && isAdversarialWithin(o, suite.headlineEpsilon))
    const [widest] = headline.toSorted((a, b) => (b.epsilon ?? 0) - (a.epsilon ?? 0))
    const spread = widest && spreadOf(widest)
    return spread === undefined ? [] : [spread]
  })
  if (spreads.length === 0) return undefined
  const mean = spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length
  if (mean <= mostSpread) return undefined
  return {
    message: `Restarts of the same attack from random points end ${mean.toFixed(3)} of Dice below others on the mean over ${spreads.length} cases.`,
    evidence: { spread: rounded(mean), cases: spreads.length },
  }
}

/** Mean over losses of what restarts disagree about in the last round that has two of them. */
function spreadOf({ trials = [] }: AttackOutcome): number | undefined {
  const byLossAndRound = new Map<string, Trial[]>()
  for (const trial of trials) {
    const key = `${trial.loss} ${trial.round}`
    byLossAndRound.set(key, [...(byLossAndRound.get(key) ?? []), trial])
  }
  const groups = [...byLossAndRound.values()].filter((group) => group.length > 1)
  const last = Math.max(...groups.map(([trial]) => trial?.round ?? 0))
  const ofLast = groups.filter(([trial]) => trial?.round === last)
  if (ofLast.length === 0) return undefined
  return ofLast.reduce((sum, group) => sum + disagreement(group), 0) / ofLast.length
}

/** How far the worst random restart is below restart 0, or below the best random one. */
function disagreement(group: readonly Trial[]): number {
  const dice = (trials: readonly Trial[]): number[] => trials.map(({ foregroundDice }) => foregroundDice)
  const random = dice(group.filter(({ restart }) => restart > 0))
  return Math.max(...dice(group.filter(({ restart }) => restart === 0)), ...random) - Math.min(...random)
}
