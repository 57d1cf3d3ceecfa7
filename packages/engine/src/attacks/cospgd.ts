import { z } from 'zod'
import { ascent, ascentParametersSchema } from './ascent.ts'
import type { Attack } from './attack.ts'
import { cosineDiceCrossEntropy, cospgdCrossEntropy } from './losses/index.ts'

export const cospgdParametersSchema = ascentParametersSchema.extend({
  /** `published`: voxel-wise cosine times cross-entropy. `global`: DiceCE times the mean cosine, as Malik et al. code it. */
  form: z.enum(['published', 'global']).default('published'),
})

/** CosPGD (Agnihotri et al., ICML 2024): PGD on a loss weighted by how well the prediction points at the label. */
export const cospgd: Attack<z.infer<typeof cospgdParametersSchema>> = (task, { form, ...parameters }) => {
  const objective = task.aim(form === 'published' ? cospgdCrossEntropy : cosineDiceCrossEntropy)
  return ascent(task, parameters, () => objective)
}
