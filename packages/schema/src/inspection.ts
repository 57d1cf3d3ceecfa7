import { z } from 'zod'

/** A node that hides the gradient or makes it an estimate. */
const gradientFindingSchema = z.object({
  kind: z.enum(['straight-through', 'argmax', 'random', 'training-dropout', 'no-path', 'saturating-clip']),
  opType: z.string().max(120),
  nodeName: z.string().max(400),
  message: z.string().max(2000),
})

/** What reading the file and trying it on a random volume tells of its gradient. */
export const gradientReadingSchema = z.object({
  /** `none`: an operator has no gradient rule; the model is evaluated by its predictions alone. */
  gradient: z.enum(['available', 'none']),
  /** The operator and the node without a rule, in words, where there is no gradient. */
  obstacle: z.string().max(2000).optional(),
  /** Nodes between image and logits that estimate, randomise or end the gradient, or clip it away; in words. */
  findings: z.array(gradientFindingSchema).max(100),
  /** Least and greatest output, and sum over the classes of a voxel. */
  output: z
    .object({ least: z.number(), greatest: z.number(), leastSum: z.number(), greatestSum: z.number() })
    .optional(),
  /** The slope along the gradient as claimed and as differences of the output show it, by step. */
  check: z
    .object({
      agrees: z.boolean(),
      claimed: z.number(),
      measured: z.array(z.object({ step: z.number(), slope: z.number() })).max(16),
      /** Share of the voxels at which the gradient is exactly zero. */
      zeroShare: z.number().min(0).max(1).optional(),
    })
    .optional(),
})
export type GradientReading = z.infer<typeof gradientReadingSchema>

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
  /** Absent in readings of earlier versions, in which every model had a gradient. */
  reading: gradientReadingSchema.optional(),
})
export type Inspection = z.infer<typeof inspectionSchema>
