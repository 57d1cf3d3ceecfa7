import { z } from 'zod'

/** A node that hides the gradient or makes it an estimate. */
export const gradientFindingSchema = z.object({
  kind: z.enum(['straight-through', 'argmax', 'random', 'training-dropout', 'no-path', 'saturating-clip']),
  opType: z.string(),
  nodeName: z.string(),
  message: z.string(),
})
export type GradientFinding = z.infer<typeof gradientFindingSchema>

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
  /** Whether attacks may differentiate the model; `none` is evaluated by its predictions alone. Absent: available. */
  gradient: z.enum(['available', 'none']).optional(),
  /** The operator and the node without a rule, in words, where `gradient` is `none`. */
  gradientObstacle: z.string().optional(),
  /** Nodes between image and logits that estimate, randomise or end the gradient, or clip it away; in words. */
  gradientFindings: z.array(gradientFindingSchema).optional(),
  /** The gradient along itself as claimed and as differences of the output show it, on random volumes. */
  gradientCheck: z
    .object({
      agrees: z.boolean(),
      claimed: z.number(),
      measured: z.array(z.object({ step: z.number(), slope: z.number() })),
    })
    .optional(),
})
export type Inspection = z.infer<typeof inspectionSchema>
