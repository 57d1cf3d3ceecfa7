import { canonicalJson } from './canonical-json.ts'
import type { AttackOutcome, EvaluationReport, PartResult, Provenance } from './report.ts'

/** Which part of a suite was run, where it was not the whole. Names in the order of dataset and suite. */
export interface Selection {
  /** Null: every case. */
  readonly cases: readonly string[] | null
  /** Names of suite entries, the clean one always among them; null: every entry. */
  readonly attacks: readonly string[] | null
}

/** An outcome without what differs from run to run. */
export type TimelessOutcome = Omit<AttackOutcome, 'seconds'>
export type TimelessPart = Omit<PartResult, 'outcomes'> & { readonly outcomes: readonly TimelessOutcome[] }

/**
 * A whole result in one file: what made it, every outcome, and the report that follows from them. It holds nothing that
 * differs between equal runs on one machine, neither times nor how the process was confined.
 */
export interface ResultManifest {
  readonly format: 'voxproof-result-1'
  readonly provenance: Provenance
  /** Present in partial results, which belong to no board. */
  readonly selection?: Selection | undefined
  /** By case in the report's order, then by group in code-unit order. */
  readonly parts: readonly TimelessPart[]
  readonly report: EvaluationReport
}

/** The manifest of a report and the parts that it was made of, which may come in any order. */
export function resultManifest(
  report: EvaluationReport,
  parts: readonly PartResult[],
  selection?: Selection,
): ResultManifest {
  const provenance = provenanceOf(report)
  const place = new Map(report.cases.map(({ caseKey }, index) => [caseKey, index]))
  const placeOf = (part: PartResult): number => place.get(part.caseKey) ?? place.size
  return {
    format: 'voxproof-result-1',
    provenance,
    ...(selection === undefined ? {} : { selection }),
    parts: [...parts]
      .sort((a, b) => placeOf(a) - placeOf(b) || (a.group < b.group ? -1 : 1))
      .map((part) => ({ ...part, outcomes: part.outcomes.map(withoutSeconds) })),
    report: { ...report, provenance },
  }
}

/** The manifest as its file holds it: canonical JSON and a line feed. Equal results give equal bytes. */
export function manifestText(manifest: ResultManifest): string {
  return `${canonicalJson(manifest)}\n`
}

function withoutSeconds(outcome: AttackOutcome): TimelessOutcome {
  const { seconds: _, ...timeless } = outcome
  return timeless
}

/** How a process was held is of no consequence for what it computed, and differs between service and command line. */
function provenanceOf(report: { readonly provenance: Provenance & { readonly confinement?: unknown } }): Provenance {
  const { confinement: _, ...provenance } = report.provenance
  return provenance
}
