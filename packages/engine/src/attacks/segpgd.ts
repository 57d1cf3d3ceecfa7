import { z } from 'zod'
import { ascent, ascentParametersSchema } from './ascent.ts'
import type { Attack } from './attack.ts'
import { segpgdCrossEntropy, wrongVoxelDice } from './losses/index.ts'

export const segpgdParametersSchema = ascentParametersSchema.extend({
  /** `published`: lambda = t / (2 T) from right voxels to wrong ones. `global`: Dice over the wrong ones, as Malik et al. code it. */
  form: z.enum(['published', 'global']).default('published'),
})

/** SegPGD (Gu et al., ECCV 2022): PGD on a loss that tells voxels already wrong from those still right. */
export const segpgd: Attack<z.infer<typeof segpgdParametersSchema>> = (task, { form, ...parameters }) => {
  const global = task.aim(wrongVoxelDice)
  const lambdaAt = (step: number): number => step / (2 * parameters.steps)
  return ascent(task, parameters, (step) => (form === 'global' ? global : task.aim(segpgdCrossEntropy(lambdaAt(step)))))
}
