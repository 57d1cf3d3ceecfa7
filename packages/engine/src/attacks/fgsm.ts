import { z } from 'zod'
import { ascent } from './ascent.ts'
import type { Attack } from './attack.ts'

export const fgsmParametersSchema = z.strictObject({})

/** Fast gradient sign method (Goodfellow et al., ICLR 2015): x = clamp(clean + eps sign(g), 0, 1), one step to the bound. */
export const fgsm: Attack<z.infer<typeof fgsmParametersSchema>> = (task) => {
  const objective = task.aim(task.loss)
  const parameters = { steps: 1, alpha: task.ball.epsilon, randomStart: false, iterate: 'last' } as const
  return ascent(task, parameters, () => objective)
}
