import type { AttackOutcome, Trial } from '../../report.ts'
import { isAdversarialWithin } from '../../suite-definition.ts'
import type { FlagRule } from '../findings.ts'
import { rounded } from '../worst-dice.ts'

const mostSpread = 0.1

/**
 * Restarts of one attack with one loss end far apart: over the cases, the Dice that they leave in the same round at the
 * headline bound differs by more than 0.1 on the mean. On a smooth loss, starts within one ball meet minima of almost the
 * same depth; where they do not, what was found is luck and what was not found is unknown. A tenth of the Dice is more
 * than what lies between neighbours on a board. Evidence: the trials of the ladder.
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
    message: `Restarts of the same attack end ${mean.toFixed(3)} of Dice apart on the mean over ${spreads.length} cases.`,
    evidence: { spread: rounded(mean), cases: spreads.length },
  }
}

/** Mean over losses of the difference between the best and worst restart of the last round that has two of them. */
function spreadOf({ trials = [] }: AttackOutcome): number | undefined {
  const byLossAndRound = new Map<string, Trial[]>()
  for (const trial of trials) {
    const key = `${trial.loss} ${trial.round}`
    byLossAndRound.set(key, [...(byLossAndRound.get(key) ?? []), trial])
  }
  const spreads = [...byLossAndRound.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const dice = group.map(({ foregroundDice }) => foregroundDice)
      return { round: group[0]?.round ?? 0, spread: Math.max(...dice) - Math.min(...dice) }
    })
  const last = Math.max(...spreads.map(({ round }) => round))
  const ofLast = spreads.filter(({ round }) => round === last)
  if (ofLast.length === 0) return undefined
  return ofLast.reduce((sum, { spread }) => sum + spread, 0) / ofLast.length
}
