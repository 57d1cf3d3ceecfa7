import type { GradientReading } from '../../differentiate/index.ts'
import type { EvaluationReport, Flag } from '../report.ts'
import type { SuiteDefinition } from '../suite-definition.ts'
import type { Findings } from './findings.ts'
import { flagCodes, flagRules } from './flag-list.ts'

/** The flags that the findings raise, in the order of the list. */
export function raiseFlags(findings: Findings): Flag[] {
  return flagCodes.flatMap((code) => {
    const raised = flagRules[code].rule(findings)
    return raised ? [{ code, ...raised }] : []
  })
}

/** Whether a code is that of a flag that says the gradient may hide the model's weakness. */
export function isMasking(code: string): boolean {
  return Object.hasOwn(flagRules, code) && flagRules[code as keyof typeof flagRules].meaning === 'masking'
}

/**
 * By what an entry is ranked. `black-box` where the gradient may hide its weakness, or where there is none, and attacks
 * without it were run. Its published score is then still the worst over all attacks, of which the black-box ones are a
 * part: a flag never raises a score.
 */
export function rankedBy(flags: readonly Flag[], hasBlackBox: boolean): NonNullable<EvaluationReport['rankedBy']> {
  const isDoubted = flags.some(({ code }) => code === 'query-only' || isMasking(code))
  return isDoubted && hasBlackBox ? 'black-box' : 'worst-case'
}

/**
 * Whether the reading of a file alone doubts its gradient, before any attack: it is absent, an estimate, random, cut off,
 * or disagrees with differences.
 */
export function doubtsGradient(suite: SuiteDefinition, reading: GradientReading | undefined): boolean {
  if (reading === undefined) return false
  const flags = raiseFlags({ suite, gradient: reading.gradient, reading, outcomes: [], evidence: [] })
  return flags.some(({ code }) => code === 'query-only' || isMasking(code))
}
