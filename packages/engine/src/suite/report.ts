import type { GradientReading } from '../differentiate/index.ts'
import type { DiagnosisEvidence } from './diagnosis/evidence.ts'
import type { Track } from './suite-definition.ts'

/** By class, 0 = background; null where the metric is undefined (class absent from label and prediction). */
export type PerClass = (number | null)[]

/** One volume after one entry of the suite, scored. */
export interface AttackOutcome {
  entry: string
  attack: string
  track: Track
  /** Bound in 1/255, in L2 of the root mean square; null for entries without one. */
  epsilon: number | null
  /** Absent: L-inf. */
  norm?: 'linf' | 'l2' | undefined
  dice: PerClass
  /** A missed or invented class counts the diagonal of the volume. The background has none. */
  hd95Mm: PerClass
  /** Normalised surface Dice at 2 mm. The background has none. */
  nsd: PerClass
  /** Mean over foreground classes present in label or prediction; missed or invented = 0. */
  foregroundDice: number
  /** Achieved distances between clean and attacked volume, in units of the [0, 1] range. */
  linf: number
  l2: number
  /** Radius of an L2 entry's ball, in the same unit as `l2`. */
  l2Bound?: number | undefined
  /** Structural similarity of clean and attacked volume; frequency entries have it. */
  ssim?: number | undefined
  /** Objective before each step, up to the first that was not finite. */
  losses: number[]
  /** The prediction held NaN or Inf and therefore scores 0. */
  nonFinite: boolean
  /** The ladder's candidates in the order they ran. */
  trials?: Trial[] | undefined
  /** The outcome at a smaller epsilon whose volume stands here too: the case is lost already, or nothing worse was found. */
  carriedFrom?: string | undefined
  /** The surrogates' names, joined by ` + `, and their foreground Dice on the clean and the attacked volume. */
  transferredFrom?: string | undefined
  onSurrogates?: { clean: number; attacked: number } | undefined
  /** The organ that was to vanish and the share of its voxels that did. */
  vanished?: { organ: number; share: number } | undefined
  paper?: PaperMetrics | undefined
  seconds: number
}

/** The paper's metrics: mean Dice with background, absent organs excluded; HD95 in voxels, empty predictions dropped. */
export interface PaperMetrics {
  dice: number
  hd95Voxels: number | null
}

/** One candidate of the ladder in one round. */
export interface Trial {
  loss: string
  restart: number
  /** From 0. */
  round: number
  /** Gradients asked for in this round. */
  steps: number
  /** Of its worst volume so far. */
  foregroundDice: number
}

/** One case under one group of attacks. */
export interface PartResult {
  caseKey: string
  group: string
  outcomes: AttackOutcome[]
  /** Of the group `diagnosis` alone, which has no outcomes. */
  evidence?: DiagnosisEvidence | undefined
}

/** A mean over cases with its 95 % bootstrap interval. */
export interface Interval {
  mean: number
  low: number
  high: number
}

/** One suite entry over all cases. */
export interface EntrySummary {
  entry: string
  attack: string
  track: Track
  epsilon: number | null
  /** Absent: L-inf. */
  norm?: 'linf' | 'l2' | undefined
  foregroundDice: Interval
  /** Mean over cases of the mean over foreground classes. */
  hd95Mm: number | null
  nsd: number | null
  dice: PerClass
  /** Means over cases of the paper's metrics. */
  paper?: PaperMetrics | undefined
}

/** One row of the transfer matrix: means over cases of volumes made on the surrogates and shown to the model. */
export interface TransferSummary {
  entry: string
  surrogates: string
  epsilon: number | null
  onSurrogates: number
  onModel: number
  /** What the model loses of its clean foreground Dice, as a share of what the surrogates lose; null where those lose nothing. */
  rate: number | null
}

/** Something a reader of the result must know. The code is stable; the message holds the figures. */
export interface Flag {
  code: string
  message: string
  evidence?: Record<string, number | string | boolean> | undefined
}

/** Everything by which a result can be reproduced. Hashes are lower-case hex SHA-256. */
export interface Provenance {
  modelHash: string
  suiteId: string
  suiteHash: string
  datasetId: string
  datasetHash: string
  engineVersion: string
  /** Of the engine's files, see `engineHash`; absent in reports from before it was recorded. */
  engineHash?: string | undefined
  runtimeVersion: string
  providers: string[]
  seed: number
  /** The model was asked for predictions only, having no gradient. Absent: its gradient was used. */
  gradient?: 'none' | undefined
  /** What reading the file told of its gradient; flags are raised from it. */
  reading?: GradientReading | undefined
}

export interface EvaluationReport {
  provenance: Provenance
  classNames: string[]
  caseCount: number
  clean: Interval
  robust: Interval
  robustByTrack: { 'white-box': Interval | null; 'black-box': Interval | null; frequency: Interval | null }
  robustHd95Mm: number | null
  robustNsd: number | null
  /** robust mean / clean mean; 0 where clean is 0. */
  retainedRatio: number
  /** Worst-case Dice for each epsilon (1/255) of the suite, ascending, 0 included. */
  curve: { epsilon: number; foregroundDice: Interval }[]
  /** Mean height of the curve from 0 to the headline epsilon: its area over that range, per case, then the mean. */
  curveArea?: Interval | undefined
  entries: EntrySummary[]
  cases: { caseKey: string; clean: number; robust: number }[]
  /** Mean of the worst tenth of the cases, at least one, at the headline epsilon. */
  worstTenth?: number | undefined
  /** Mean over cases of each class's lowest Dice over the entries of the worst case. */
  worstDice?: PerClass | undefined
  transfer?: TransferSummary[] | undefined
  flags: Flag[]
  /** Absent: `worst-case`. `black-box` where a flag says that the gradient cannot be trusted. */
  rankedBy?: 'worst-case' | 'black-box' | undefined
}
