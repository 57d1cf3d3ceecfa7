import { doubtsGradient, isMasking } from './diagnosis/index.ts'
import { applicableEntries, isSecondRound } from './part-groups.ts'
import type { EvaluationReport, Flag } from './report.ts'
import type { SuiteDefinition } from './suite-definition.ts'
import { type SummaryRequest, summarise } from './summarise.ts'

/**
 * Groups of a second round, to run on every case: where the outcomes of the first raise a flag that doubts the gradient
 * and reading the file did not, which would have made the first round stronger, the entries with a `whenDoubted` run once
 * more as that says. None where nothing is doubted or nothing would be stronger. `report` is that of the first round.
 */
export function secondRoundGroups(suite: SuiteDefinition, { provenance, flags }: EvaluationReport): string[] {
  if (doubtsGradient(suite, provenance.reading) || !flags.some(({ code }) => isMasking(code))) return []
  const context = { ...provenance, gradient: provenance.gradient ?? ('available' as const), secondRound: true }
  return [...new Set(applicableEntries(suite, context).map(({ group }) => group))].filter(isSecondRound)
}

/**
 * The flags for which a second round ran: those that the first round's parts raise by themselves and that doubt the
 * gradient. Empty where the parts hold no second round.
 */
export function secondRoundReasons(request: SummaryRequest): Flag[] {
  const parts = request.parts.filter(({ group }) => !isSecondRound(group))
  if (parts.length === request.parts.length) return []
  return summarise({ ...request, parts }).flags.filter(({ code }) => isMasking(code))
}
