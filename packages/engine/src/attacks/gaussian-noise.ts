import { z } from 'zod'
import type { Attack } from './attack.ts'

export const gaussianNoiseParametersSchema = z.strictObject({
  /** Standard deviation in units of the [0, 1] range. */
  sigma: z.number().positive(),
})

/** x = clamp(clean + sigma n, 0, 1), n standard normal from the task's random source; asks nothing of the victim. */
export const gaussianNoise: Attack<z.infer<typeof gaussianNoiseParametersSchema>> = async (task, { sigma }) => {
  const { clean, random } = task
  const x = clean.data.slice()
  for (let i = 0; i < x.length; i++) {
    const moved = Math.fround((clean.data[i] as number) + Math.fround(sigma * random.normal()))
    x[i] = moved > 1 ? 1 : moved < 0 ? 0 : moved
  }
  return { adversarial: { shape: clean.shape, data: x }, losses: [] }
}
