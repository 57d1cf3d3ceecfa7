import { z } from 'zod'

/** What was read from the model file itself, never from what its owner declares. */
export const inspectionSchema = z.object({
  irVersion: z.number().int(),
  opset: z.number().int(),
  producer: z.string(),
  /** Number of scalar weights. */
  parameters: z.number().int().nonnegative(),
  /** Multiply-accumulates of one forward pass at `inputShape`, times two; null where it cannot be told. */
  flops: z.number().nonnegative().nullable(),
  /** How often each operator occurs, subgraphs and functions included. */
  operators: z.record(z.string(), z.number().int().positive()),
  /** The [N, C, D, H, W] the file was specialised to for this reading. */
  inputShape: z.array(z.number().int().positive()),
  outputShape: z.array(z.number().int().positive()),
  /** True where D, H, W may be chosen; false where the file fixes them. */
  dynamicSpatial: z.boolean(),
  classCount: z.number().int().positive(),
  channelCount: z.number().int().positive(),
})
export type Inspection = z.infer<typeof inspectionSchema>
