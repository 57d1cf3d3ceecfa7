import { z } from 'zod'

/** A node that hides the gradient or makes it an estimate, in words for the submitter. */
const gradientFindingSchema = z.object({
  kind: z.enum(['straight-through', 'argmax', 'random', 'training-dropout', 'no-path', 'saturating-clip']),
  opType: z.string().max(120),
  nodeName: z.string().max(400),
  message: z.string().max(2000),
})
export type GradientFinding = z.infer<typeof gradientFindingSchema>

/** Slope along the gradient as the gradient claims it and as differences of the output show it. */
const gradientCheckSchema = z.object({
  agrees: z.boolean(),
  claimed: z.number(),
  /** By step, in units of the [0, 1] intensity range. */
  measured: z.array(z.object({ step: z.number(), slope: z.number() })).max(16),
  /** Share of the voxels at which the gradient is exactly zero. */
  zeroShare: z.number().min(0).max(1).optional(),
})
export type GradientCheck = z.infer<typeof gradientCheckSchema>

const outputRangeSchema = z.object({
  least: z.number(),
  greatest: z.number(),
  leastSum: z.number(),
  greatestSum: z.number(),
})

/** What reading a file and trying it on a random volume tells of its gradient, before any attack. */
export const gradientReadingSchema = z.object({
  gradient: z.enum(['available', 'none']),
  /** The operator and the node without a rule, where there is no gradient. */
  obstacle: z.string().max(2000).optional(),
  findings: z.array(gradientFindingSchema).max(100),
  /** Least and greatest output, and sum over the classes of a voxel. */
  output: outputRangeSchema.optional(),
  /** Absent where there is no gradient to check. */
  check: gradientCheckSchema.optional(),
})
export type GradientReading = z.infer<typeof gradientReadingSchema>
