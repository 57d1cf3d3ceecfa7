import type { EvaluationReport as StoredReport } from '@voxproof/schema'
import { toGlobalId } from '../../graphql/global-id.ts'
import type { Evaluation } from './evaluation.type.ts'
import type { EvaluationRow } from './evaluations.store.ts'
import type { EvaluationReport } from './report.type.ts'

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
    failure: row.failure,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  }
}

/** The stored report as GraphQL shows it: the tracks as fields of their own. */
export function viewReport(evaluationKey: string, { robustByTrack, ...report }: StoredReport): EvaluationReport {
  return {
    ...report,
    evaluationKey,
    robustWhiteBox: robustByTrack['white-box'],
    robustBlackBox: robustByTrack['black-box'],
    robustFrequency: robustByTrack.frequency,
  }
}
