import { z } from 'zod'
import { attackTracks } from './vocabulary.ts'

const perClass = z.array(z.number().nullable())

/**
 * One volume after one attack, scored. Arrays are indexed by class, 0 = background; null where the metric is
 * undefined (class absent from the label and from the prediction).
 */
export const attackOutcomeSchema = z.object({
  /** Name of the suite's entry, e.g. `pgd-8`; unique within a suite. */
  entry: z.string(),
  attack: z.string(),
  track: z.enum(attackTracks),
  /** L-inf bound in 1/255 grey levels; null for clean and noise entries. */
  epsilon: z.number().nonnegative().nullable(),
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
  /** Loss before each step; empty where the attack has none. */
  losses: z.array(z.number()),
  /** The prediction held NaN or Inf and therefore scores 0. */
  nonFinite: z.boolean(),
  seconds: z.number().nonnegative(),
})
export type AttackOutcome = z.infer<typeof attackOutcomeSchema>

/** Result of one part: one case under one group of attacks. */
export const partResultSchema = z.object({
  caseKey: z.string(),
  group: z.string(),
  outcomes: z.array(attackOutcomeSchema),
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
  foregroundDice: intervalSchema,
  hd95Mm: z.number().nullable(),
  nsd: z.number().nullable(),
  dice: perClass,
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
  runtimeVersion: z.string(),
  providers: z.array(z.string()),
  /** How the model's process was held; `degraded` is a plain process. Absent in results computed elsewhere. */
  confinement: z.enum(['bubblewrap', 'degraded']).optional(),
  seed: z.number().int(),
})
export type Provenance = z.infer<typeof provenanceSchema>

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
  entries: z.array(entrySummarySchema),
  /** Worst-case foreground Dice of each case at the headline epsilon, in the dataset's case order. */
  cases: z.array(z.object({ caseKey: z.string(), clean: z.number(), robust: z.number() })),
  flags: z.array(z.object({ code: z.string(), message: z.string() })),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
