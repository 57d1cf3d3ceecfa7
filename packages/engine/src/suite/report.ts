import type { Track } from './suite-definition.ts'

/** By class, 0 = background; null where the metric is undefined (class absent from label and prediction). */
export type PerClass = (number | null)[]

/** One volume after one entry of the suite, scored. */
export interface AttackOutcome {
  entry: string
  attack: string
  track: Track
  /** L-inf bound in 1/255; null for clean and noise entries. */
  epsilon: number | null
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
  /** Objective before each step, up to the first that was not finite. */
  losses: number[]
  /** The prediction held NaN or Inf and therefore scores 0. */
  nonFinite: boolean
  seconds: number
}

/** One case under one group of attacks. */
export interface PartResult {
  caseKey: string
  group: string
  outcomes: AttackOutcome[]
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
  foregroundDice: Interval
  /** Mean over cases of the mean over foreground classes. */
  hd95Mm: number | null
  nsd: number | null
  dice: PerClass
}

/** Everything by which a result can be reproduced. Hashes are lower-case hex SHA-256. */
export interface Provenance {
  modelHash: string
  suiteId: string
  suiteHash: string
  datasetId: string
  datasetHash: string
  engineVersion: string
  runtimeVersion: string
  providers: string[]
  seed: number
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
  entries: EntrySummary[]
  cases: { caseKey: string; clean: number; robust: number }[]
  flags: { code: string; message: string }[]
}
