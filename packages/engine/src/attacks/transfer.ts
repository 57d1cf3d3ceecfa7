import { z } from 'zod'
import type { Attack } from './attack.ts'
import { diverseVictim } from './diverse-victim.ts'
import { ensembleVictim } from './ensemble-victim.ts'
import { miFgsm, miFgsmParametersSchema } from './mi-fgsm.ts'
import { smoothedVictim } from './smoothed-victim.ts'

export const transferParametersSchema = miFgsmParametersSchema.extend({
  /** How often DI transforms an input, in [0, 1]. */
  diversity: z.number().min(0).max(1).default(0.5),
  /** Least scale of DI's transforms. */
  leastScale: z.number().positive().max(1).default(0.8),
  /** Voxels to each side over which TI smooths the gradient; 0 leaves it as it is. */
  smoothing: z.int().nonnegative().default(0),
})

/**
 * Black-box attack by transfer: MI-FGSM with DI and TI on the ensemble of the task's surrogates. The victim is asked
 * nothing, so neither is `damage`; whoever called predicts the result with the victim. Throws a RangeError without
 * surrogates.
 */
export const transfer: Attack<z.infer<typeof transferParametersSchema>> = (
  task,
  { diversity, leastScale, smoothing, ...parameters },
) => {
  const { surrogates = [], random } = task
  if (surrogates.length === 0)
    throw new RangeError('The transfer attack needs surrogates to differentiate; none was given.')
  const diverse = surrogates.map((victim) => diverseVictim(victim, random, { probability: diversity, leastScale }))
  const ensemble = ensembleVictim(diverse)
  return miFgsm({ ...task, victim: smoothing > 0 ? smoothedVictim(ensemble, smoothing) : ensemble }, parameters)
}
