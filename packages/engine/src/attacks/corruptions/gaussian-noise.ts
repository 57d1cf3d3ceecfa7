import { z } from 'zod'
import type { Attack } from '../attack.ts'
import { atSeverity, type Levels, severitySchema } from './corruption.ts'

/** Standard deviations by severity, in units of the [0, 1] range: those of MedMNIST-C (2024) for abdominal CT. */
export const noiseLevels: Levels = [0.04, 0.08, 0.12, 0.16, 0.2]

export const gaussianNoiseParametersSchema = z.union([
  /** Standard deviation in units of the [0, 1] range. */
  z.strictObject({ sigma: z.number().positive() }),
  severitySchema,
])

/** x = clamp(clean + sigma n, 0, 1), n standard normal from the task's random source; asks nothing of the victim. */
export const gaussianNoise: Attack<z.infer<typeof gaussianNoiseParametersSchema>> = async (task, parameters) => {
  const { clean, random } = task
  const sigma = 'sigma' in parameters ? parameters.sigma : atSeverity(noiseLevels, parameters.severity)
  const x = clean.data.slice()
  for (let i = 0; i < x.length; i++) {
    const moved = Math.fround((clean.data[i] as number) + Math.fround(sigma * random.normal()))
    x[i] = moved > 1 ? 1 : moved < 0 ? 0 : moved
  }
  return { adversarial: { shape: clean.shape, data: x }, losses: [] }
}
