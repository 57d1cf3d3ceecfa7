import type { AttackOutcome } from '../../report.ts'
import { isAdversarialWithin } from '../../suite-definition.ts'
import type { FlagRule } from '../findings.ts'
import { meanOfWorst, rounded, written } from '../worst-dice.ts'

const margin = 0.02

/**
 * One step of FGSM does more harm than the iterated white-box attacks of its bound and less: their mean foreground
 * Dice is higher by more than 0.02. An attack of many steps that keeps its best iterate contains the first step, so that
 * it loses to it only where gradients mislead after that step (Carlini et al. 2019, section 5). The margin is what last
 * iterates of PGD fall short by on honest networks that already collapsed.
 */
export const fgsmBeatsIterated: FlagRule = ({ suite, outcomes }) => {
  const found = [...new Set(suite.entries.flatMap((e) => (e.attack === 'fgsm' ? [e.epsilon ?? 0] : [])))].flatMap(
    (epsilon) => {
      const fgsm = meanOfWorst(outcomes, (o) => o.attack === 'fgsm' && o.epsilon === epsilon)
      const isIterated = (o: AttackOutcome): boolean =>
        o.track === 'white-box' && o.attack !== 'fgsm' && !o.vanished && isAdversarialWithin(o, epsilon)
      const isTried = outcomes.every((ofCase) => ofCase.some((o) => isIterated(o) && o.epsilon === epsilon))
      const iterated = isTried ? meanOfWorst(outcomes, isIterated) : undefined
      return fgsm !== undefined && iterated !== undefined && iterated - fgsm > margin
        ? [{ epsilon, fgsm, iterated }]
        : []
    },
  )
  const [worst] = found.toSorted((a, b) => b.iterated - b.fgsm - (a.iterated - a.fgsm))
  if (!worst) return undefined
  const { epsilon, fgsm, iterated } = worst
  return {
    message: `At ${epsilon}/255 one step of FGSM leaves a Dice of ${written(fgsm)}, the iterated attacks ${written(iterated)}.`,
    evidence: { epsilon, fgsm: rounded(fgsm), iterated: rounded(iterated) },
  }
}
