import { z } from 'zod'
import { gradientReadingSchema } from './inspection.ts'
import { attackTracks } from './vocabulary.ts'

const perClass = z.array(z.number().nullable())

const normSchema = z.enum(['linf', 'l2'])
const paperMetricsSchema = z.object({ dice: z.number(), hd95Voxels: z.number().nullable() })

/** One candidate of the suite's ladder in one round. */
const trialSchema = z.object({
  loss: z.string(),
  restart: z.number().int().nonnegative(),
  round: z.number().int().nonnegative(),
  steps: z.number().int().nonnegative(),
  foregroundDice: z.number(),
})

/**
 * One volume after one attack, scored. Arrays are indexed by class, 0 = background; null where the metric is
 * undefined (class absent from the label and from the prediction).
 */
export const attackOutcomeSchema = z.object({
  /** Name of the suite's entry, e.g. `pgd-8`; unique within a suite. */
  entry: z.string(),
  attack: z.string(),
  track: z.enum(attackTracks),
  /** Bound in 1/255 grey levels, in L2 of the root mean square; null for entries without one. */
  epsilon: z.number().nonnegative().nullable(),
  /** Absent: L-inf. */
  norm: normSchema.optional(),
  dice: perClass,
  /** 95th-percentile Hausdorff distance, mm; a missed or invented class counts the diagonal of the volume. */
  hd95Mm: perClass,
  /** Normalised surface Dice at 2 mm. */
  nsd: perClass,
  /** Mean over foreground classes present in label or prediction; missed or invented = 0. The ranking metric. */
  foregroundDice: z.number().min(0).max(1),
  /** Achieved distances between clean and attacked volume, in units of the [0, 1] intensity range. */
  linf: z.number().nonnegative(),
  l2: z.number().nonnegative(),
  /** Radius of an L2 entry's ball, in the same unit as `l2`. */
  l2Bound: z.number().nonnegative().optional(),
  /** Structural similarity of clean and attacked volume; frequency entries have it. */
  ssim: z.number().optional(),
  /** Loss before each step; empty where the attack has none. */
  losses: z.array(z.number()),
  /** The prediction held NaN or Inf and therefore scores 0. */
  nonFinite: z.boolean(),
  /** The ladder's candidates in the order they ran. */
  trials: z.array(trialSchema).optional(),
  /** The outcome at a smaller epsilon whose volume stands here too, the case being lost already. */
  carriedFrom: z.string().optional(),
  /** The surrogates' names and their foreground Dice on the clean and the attacked volume. */
  transferredFrom: z.string().optional(),
  onSurrogates: z.object({ clean: z.number(), attacked: z.number() }).optional(),
  /** The organ that was to vanish and the share of its voxels that did. */
  vanished: z.object({ organ: z.number().int(), share: z.number() }).optional(),
  /** The paper's metrics beside the standard ones. */
  paper: paperMetricsSchema.optional(),
  seconds: z.number().nonnegative(),
})
export type AttackOutcome = z.infer<typeof attackOutcomeSchema>

/** What the diagnosis measured on one case. */
const diagnosisEvidenceSchema = z.object({
  /** Over the clean volume's logits; sums are over the classes of a voxel. */
  output: z.object({ least: z.number(), greatest: z.number(), leastSum: z.number(), greatestSum: z.number() }),
  /** Two predictions of the clean volume: their largest difference and the standard deviation of the logits. */
  repeat: z.object({ largestDifference: z.number(), deviation: z.number() }),
  /** Slopes as the gradient claims them and as differences show them; absent without a gradient, like what follows. */
  slopes: z
    .array(
      z.object({
        direction: z.enum(['gradient', 'random']),
        step: z.number(),
        claimed: z.number(),
        measured: z.number(),
        rounding: z.number(),
      }),
    )
    .optional(),
  /** Share of the voxels at which the gradient is exactly zero. */
  zeroGradientShare: z.number().min(0).max(1).optional(),
  /** Foreground Dice before and after an attack that no network should withstand. */
  collapse: z.object({ epsilon: z.number(), clean: z.number(), attacked: z.number() }).optional(),
})

/** Result of one part: one case under one group of attacks. */
export const partResultSchema = z.object({
  caseKey: z.string(),
  group: z.string(),
  outcomes: z.array(attackOutcomeSchema),
  /** Of the group `diagnosis` alone, which has no outcomes. */
  evidence: diagnosisEvidenceSchema.optional(),
})
export type PartResult = z.infer<typeof partResultSchema>

/** A mean over cases with its 95 % bootstrap interval. */
export const intervalSchema = z.object({ mean: z.number(), low: z.number(), high: z.number() })
export type Interval = z.infer<typeof intervalSchema>

/** One suite entry over all cases. */
export const entrySummarySchema = z.object({
  entry: z.string(),
  attack: z.string(),
  track: z.enum(attackTracks),
  epsilon: z.number().nullable(),
  /** Absent: L-inf. */
  norm: normSchema.optional(),
  foregroundDice: intervalSchema,
  hd95Mm: z.number().nullable(),
  nsd: z.number().nullable(),
  dice: perClass,
  paper: paperMetricsSchema.optional(),
})
export type EntrySummary = z.infer<typeof entrySummarySchema>

/** Everything by which a result can be reproduced. Hashes are lower-case hex SHA-256. */
export const provenanceSchema = z.object({
  modelHash: z.string(),
  suiteId: z.string(),
  suiteHash: z.string(),
  datasetId: z.string(),
  datasetHash: z.string(),
  engineVersion: z.string(),
  /** Of the engine's files; absent in reports from before it was recorded. */
  engineHash: z.string().optional(),
  runtimeVersion: z.string(),
  providers: z.array(z.string()),
  /** How the model's process was held; `degraded` is a plain process. Absent in results computed elsewhere. */
  confinement: z.enum(['bubblewrap', 'degraded']).optional(),
  seed: z.number().int(),
  /** The model was asked for predictions only, having no gradient. Absent: its gradient was used. */
  gradient: z.literal('none').optional(),
  /** What reading the file told of its gradient; flags are raised from it. */
  reading: gradientReadingSchema.optional(),
})
export type Provenance = z.infer<typeof provenanceSchema>

/** One row of the transfer matrix: means over cases of volumes made on the surrogates and shown to the model. */
const transferSummarySchema = z.object({
  entry: z.string(),
  surrogates: z.string(),
  epsilon: z.number().nullable(),
  onSurrogates: z.number(),
  onModel: z.number(),
  /** What the model loses as a share of what the surrogates lose; null where those lose nothing. */
  rate: z.number().nullable(),
})

/** Something a reader of the result must know. The code is stable; the message holds the figures. */
export const flagSchema = z.object({
  code: z.string(),
  message: z.string(),
  evidence: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
})
export type Flag = z.infer<typeof flagSchema>

/** The evaluation's report, stored once, from which boards and pages are read. */
export const evaluationReportSchema = z.object({
  provenance: provenanceSchema,
  classNames: z.array(z.string()),
  caseCount: z.number().int().positive(),
  clean: intervalSchema,
  /** Worst case over adversarial entries at the suite's headline epsilon, per volume, then mean over volumes. */
  robust: intervalSchema,
  /** The same restricted to one track; null where the suite has no entry of that track. */
  robustByTrack: z.object({
    'white-box': intervalSchema.nullable(),
    'black-box': intervalSchema.nullable(),
    frequency: intervalSchema.nullable(),
  }),
  robustHd95Mm: z.number().nullable(),
  robustNsd: z.number().nullable(),
  /** robust mean / clean mean; 0 where clean is 0. */
  retainedRatio: z.number(),
  /** Worst-case Dice for each epsilon (1/255) of the suite, ascending, 0 included. */
  curve: z.array(z.object({ epsilon: z.number(), foregroundDice: intervalSchema })),
  /** Mean height of the curve from 0 to the headline epsilon: its area over that range, per case, then the mean. */
  curveArea: intervalSchema.optional(),
  entries: z.array(entrySummarySchema),
  /** Worst-case foreground Dice of each case at the headline epsilon, in the dataset's case order. */
  cases: z.array(z.object({ caseKey: z.string(), clean: z.number(), robust: z.number() })),
  /** Mean of the worst tenth of the cases, at least one, at the headline epsilon. */
  worstTenth: z.number().optional(),
  /** Mean over cases of each class's lowest Dice over the entries of the worst case. */
  worstDice: perClass.optional(),
  transfer: z.array(transferSummarySchema).optional(),
  flags: z.array(flagSchema),
  /** Absent: `worst-case`. `black-box` where a flag says that the gradient cannot be trusted. */
  rankedBy: z.enum(['worst-case', 'black-box']).optional(),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
