import { secondRoundReasons, type SuiteDefinition, suiteHash, suites } from '@voxproof/engine/suite'
import type { EvaluationReport, Flag, PartResult } from '@voxproof/schema'

/**
 * The flags of the first round for which a second ran, raised anew from its parts: a report holds those of both rounds
 * together. Empty where there was none, and where the suite is no longer the one that the report was made under.
 */
export function secondRoundFlags(report: EvaluationReport, parts: readonly PartResult[]): readonly Flag[] {
  const { provenance, classNames, cases } = report
  const known: Readonly<Record<string, SuiteDefinition | undefined>> = suites
  const suite = known[provenance.suiteId]
  if (suite === undefined || suiteHash(suite) !== provenance.suiteHash) return []
  return secondRoundReasons({ suite, provenance, classNames, parts, caseOrder: cases.map(({ caseKey }) => caseKey) })
}
