import { z } from 'zod'
import { rejectionCodes } from './vocabulary.ts'

/** Why a model is not evaluated. `message` is one or two plain sentences fit for the submitter. */
export const rejectionSchema = z.object({
  code: z.enum(rejectionCodes),
  message: z.string().min(1).max(2000),
  /** The dataset slug for which the model does not fit, where the reason depends on the dataset. */
  dataset: z.string().optional(),
})
export type Rejection = z.infer<typeof rejectionSchema>

/** Why an evaluation ended without a result. `canRetry` says whether the same bytes could succeed on another try. */
export const failureSchema = z.object({
  code: z.enum(['time-budget-exceeded', 'memory-budget-exceeded', 'model-crashed', 'worker-lost', 'internal-error']),
  message: z.string().min(1).max(2000),
  canRetry: z.boolean(),
})
export type Failure = z.infer<typeof failureSchema>
