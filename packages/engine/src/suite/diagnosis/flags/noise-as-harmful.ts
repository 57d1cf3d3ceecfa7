import { isAdversarialWithin } from '../../suite-definition.ts'
import type { FlagRule } from '../findings.ts'
import { cleanDice, meanOfWorst, rounded, written } from '../worst-dice.ts'

/** Share of the white-box attacks' damage that noise may do. */
const mostShare = 0.9
/** Damage below which there is nothing to compare. */
const leastDamage = 0.05
/** Share of the clean Dice at or below which the attacks leave nothing for noise to fall short of. */
const lost = 0.1

/**
 * Gaussian noise with the headline bound as its deviation costs at least 90 % of the Dice that the white-box attacks
 * within that bound cost: a gradient that points nowhere is as good as noise. In thousands of dimensions a random
 * direction does next to nothing that an adversarial one does, so that an attack in working order is far ahead. Not
 * asked where the attacks leave less than a tenth of the clean Dice: a network that breaks under noise breaks under them
 * too.
 */
export const noiseAsHarmful: FlagRule = ({ suite, outcomes }) => {
  const sigma = suite.headlineEpsilon / 255
  const names = suite.entries
    .filter(({ attack, parameters }) => {
      const deviation = parameters['sigma']
      return attack === 'gaussian-noise' && typeof deviation === 'number' && Math.abs(deviation - sigma) < 1e-6
    })
    .map(({ name }) => name)
  const clean = cleanDice(outcomes)
  const noise = meanOfWorst(outcomes, ({ entry }) => names.includes(entry))
  const attacked = meanOfWorst(
    outcomes,
    (o) => o.track === 'white-box' && !o.vanished && isAdversarialWithin(o, suite.headlineEpsilon),
  )
  if (noise === undefined || attacked === undefined || attacked <= lost * clean) return undefined
  const damage = clean - noise
  if (damage < leastDamage || damage < mostShare * (clean - attacked)) return undefined
  return {
    message: `Gaussian noise leaves a Dice of ${written(noise)} out of ${written(clean)}, the white-box attacks ${written(attacked)}.`,
    evidence: { clean: rounded(clean), noise: rounded(noise), attacked: rounded(attacked) },
  }
}
