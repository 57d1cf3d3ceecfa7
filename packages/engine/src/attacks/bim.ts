import type { z } from 'zod'
import { ascent, ascentParametersSchema } from './ascent.ts'
import type { Attack } from './attack.ts'

export const bimParametersSchema = ascentParametersSchema.pick({ steps: true, alpha: true })

/**
 * Basic iterative method (Kurakin et al., 2017): sign steps clipped after each, from the clean volume, last iterate.
 * Published codes clip to [clean - eps, clean + eps] directly, which differs from PGD in the last bit only.
 */
export const bim: Attack<z.infer<typeof bimParametersSchema>> = (task, { steps, alpha }) => {
  const objective = task.aim(task.loss)
  return ascent(task, { steps, alpha, randomStart: false, iterate: 'last' }, () => objective)
}
