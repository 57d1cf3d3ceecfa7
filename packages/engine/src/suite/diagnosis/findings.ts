import type { GradientReading } from '../../differentiate/index.ts'
import type { GradientAvailability } from '../part-groups.ts'
import type { AttackOutcome, Flag } from '../report.ts'
import type { SuiteDefinition } from '../suite-definition.ts'
import type { DiagnosisEvidence } from './evidence.ts'

/** Everything that flags are raised from: the reading of the file, and what the parts of an evaluation found. */
export interface Findings {
  readonly suite: SuiteDefinition
  readonly gradient: GradientAvailability
  /** Absent in results of earlier versions. */
  readonly reading?: GradientReading | undefined
  /** By case, in the dataset's order. */
  readonly outcomes: readonly (readonly AttackOutcome[])[]
  /** Of the cases that were diagnosed. */
  readonly evidence: readonly DiagnosisEvidence[]
}

/** Raises its flag with the evidence in words and figures; undefined where there is nothing to say. */
export type FlagRule = (findings: Findings) => Omit<Flag, 'code'> | undefined
