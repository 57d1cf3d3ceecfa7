import { repeatedName } from '@voxproof/engine/suite'
import type { EvaluationReport as StoredReport } from '@voxproof/schema'
import { toGlobalId } from '../../graphql/global-id.ts'
import type { Evaluation } from './evaluation.type.ts'
import type { EvaluationRow } from './evaluations.store.ts'
import type { EvaluationReport } from './report.type.ts'
import type { Robustness } from './robustness.type.ts'

/** The evaluation as GraphQL shows it. */
export function viewEvaluation(row: EvaluationRow): Evaluation {
  return {
    kind: 'Evaluation',
    id: toGlobalId('Evaluation', row.id),
    key: row.id,
    submissionKey: row.submissionId,
    datasetKey: row.datasetId,
    suiteKey: row.suiteId,
    storedReport: row.report,
    status: row.status,
    origin: row.origin,
    failure: row.failure,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  }
}

/** The stored report as GraphQL shows it. */
export function viewReport(evaluationKey: string, { robustByTrack, ...report }: StoredReport): EvaluationReport {
  const { gradient, ...provenance } = report.provenance
  return {
    ...report,
    ...viewRobustness({ robustByTrack, ...report }),
    provenance: { ...provenance, usesGradient: gradient !== 'none' },
    entries: report.entries.map((entry) => ({
      ...entry,
      norm: entry.norm ?? 'linf',
      repeats: repeatedName(entry.entry) ?? null,
    })),
    worstDice: report.worstDice ?? [],
    evaluationKey,
  }
}

/** What a report and its place on a board both say: the tracks as fields of their own. */
export function viewRobustness(report: StoredReport): Robustness {
  return {
    robustWhiteBox: report.robustByTrack['white-box'],
    robustBlackBox: report.robustByTrack['black-box'],
    robustFrequency: report.robustByTrack.frequency,
    robustHd95Mm: report.robustHd95Mm,
    robustNsd: report.robustNsd,
    retainedRatio: report.retainedRatio,
    curve: report.curve,
    worstTenth: report.worstTenth ?? null,
    noiseDice: noiseDiceOf(report),
    transfer: (report.transfer ?? []).map((row) => ({ ...row, repeats: repeatedName(row.entry) ?? null })),
    rankedBy: report.rankedBy ?? 'worst-case',
    flags: report.flags,
  }
}

/** Mean foreground Dice over the entries of noise and corruptions, each counting the same; null where there are none. */
export function noiseDiceOf({ entries }: Pick<StoredReport, 'entries'>): number | null {
  const scores = entries.flatMap(({ track, foregroundDice }) => (track === 'noise' ? [foregroundDice.mean] : []))
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length
}
