import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const environmentSchema = z.object({
  /** Data folder: databases, uploads, models and prepared datasets. */
  VOXPROOF_HOME: z
    .string()
    .min(1)
    .default(fileURLToPath(new URL('../../../.voxproof', import.meta.url))),
})

/** The environment variables that the commands read. */
export const environment = environmentSchema.parse(process.env)
