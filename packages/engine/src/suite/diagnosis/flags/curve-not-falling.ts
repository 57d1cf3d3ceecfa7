import type { AttackOutcome } from '../../report.ts'
import type { FlagRule, Findings } from '../findings.ts'
import { cleanDice, meanOfWorst, rounded, written } from '../worst-dice.ts'
import { noCollapse } from './no-collapse.ts'

const margin = 0.02

/**
 * The Dice does not fall as the bound grows. Either one iterated attack leaves a mean foreground Dice that is higher by more than
 * 0.02 at a larger bound than at the next smaller one, which the larger one contains; or no bound costs 0.02 of the clean
 * Dice and 64/255 does not bring it down either. The margin is what two runs of few steps differ by. A curve that stays
 * level and falls at 64/255 is that of a robust network. FGSM is left out: its one step of full length overshoots.
 */
export const curveNotFalling: FlagRule = (findings) => {
  const curves = curvesOf(findings)
  for (const [attack, points] of curves) {
    for (const [index, point] of points.entries()) {
      const before = points[index - 1]
      if (!before || point.dice - before.dice <= margin) continue
      const says = `leaves a Dice of ${written(before.dice)} at ${before.epsilon}/255 and ${written(point.dice)} at ${point.epsilon}/255`
      return {
        message: `${attack} ${says}: a larger bound should do more harm.`,
        evidence: { attack, epsilon: point.epsilon, before: rounded(before.dice), after: rounded(point.dice) },
      }
    }
  }
  const clean = cleanDice(findings.outcomes)
  const least = Math.min(...[...curves.values()].flat().map(({ dice }) => dice))
  if (!Number.isFinite(least) || clean - least > margin || !noCollapse(findings)) return undefined
  return {
    message: `No bound of the suite costs more than ${written(clean - least)} of the clean Dice, nor does 64/255.`,
    evidence: { clean: rounded(clean), least: rounded(least) },
  }
}

/** Mean Dice by bound, ascending, of each iterated white-box attack that runs at several bounds with one loss. */
function curvesOf({ suite, outcomes }: Findings): Map<string, { epsilon: number; dice: number }[]> {
  const curves = new Map<string, { epsilon: number; dice: number }[]>()
  const names = new Map<string, Set<number>>()
  const keyOf = ({ attack, entry, norm }: AttackOutcome): string => {
    const loss = suite.entries.find(({ name }) => name === entry)?.loss
    return [attack, norm === 'l2' ? 'L2' : '', loss ?? ''].filter(Boolean).join(' ')
  }
  const isOnCurve = (o: AttackOutcome): boolean =>
    o.track === 'white-box' && o.attack !== 'fgsm' && o.epsilon !== null && !o.vanished
  for (const outcome of outcomes.flat().filter(isOnCurve)) {
    const epsilons = names.get(keyOf(outcome)) ?? new Set()
    names.set(keyOf(outcome), epsilons.add(outcome.epsilon ?? 0))
  }
  for (const [key, epsilons] of names) {
    const points = [...epsilons]
      .sort((a, b) => a - b)
      .flatMap((epsilon) => {
        const dice = meanOfWorst(outcomes, (o) => isOnCurve(o) && o.epsilon === epsilon && keyOf(o) === key)
        return dice === undefined ? [] : [{ epsilon, dice }]
      })
    curves.set(key, points)
  }
  return curves
}
