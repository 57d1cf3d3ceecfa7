import { isAdversarialWithin } from '../../suite-definition.ts'
import type { FlagRule } from '../findings.ts'
import { meanOfWorst, rounded, written } from '../worst-dice.ts'

const margin = 0.02

/**
 * Square or transfer, which see less of the model, leave a mean foreground Dice that is lower by more than 0.02 than what
 * the white-box attacks leave within the headline bound: the gradient hides directions that exist (Athalye et al., ICML
 * 2018). Both have the clean volume among their candidates. The margin is the chance of a few hundred queries on volumes
 * where all attacks end near the same Dice.
 */
export const blackBoxBeatsWhiteBox: FlagRule = ({ suite, outcomes }) => {
  const within = (track: string) =>
    meanOfWorst(outcomes, (o) => o.track === track && !o.vanished && isAdversarialWithin(o, suite.headlineEpsilon))
  const [blackBox, whiteBox] = [within('black-box'), within('white-box')]
  if (blackBox === undefined || whiteBox === undefined || whiteBox - blackBox <= margin) return undefined
  return {
    message: `Attacks without the gradient leave a Dice of ${written(blackBox)}, those with it ${written(whiteBox)}.`,
    evidence: { blackBox: rounded(blackBox), whiteBox: rounded(whiteBox) },
  }
}
