import { manifestText, repeatedName, resultManifest } from '@voxproof/engine/suite'
import type { EvaluationReport } from '@voxproof/schema'
import type { Database } from '../../database/index.ts'
import { groupedByKey } from '../../graphql/by-key.ts'
import type { Evaluation, EvaluationPart, Progress } from './evaluation.type.ts'
import * as store from './evaluations.store.ts'
import { progressOf } from './progress.ts'
import type { AttackOutcome, EntrySummary } from './report.type.ts'
import type { Flag } from './robustness.type.ts'
import { secondRoundFlags } from './second-round-flags.ts'
import { viewEvaluation } from './view-evaluation.ts'

/** What GraphQL's context holds of this module, made anew for each request. */
export interface EvaluationsContext {
  readonly evaluations: EvaluationsService
}

/** Evaluations as one request sees them. */
export interface EvaluationsService {
  /** By uuid; null where there is none that the viewer may see. */
  evaluation(key: string): Promise<Evaluation | null>
  /** For submissions that the caller has found visible. */
  ofSubmission(submissionKey: string): Promise<Evaluation[]>
  parts(key: string): Promise<readonly EvaluationPart[]>
  progress(keys: readonly string[]): Promise<Progress>
  /** The result as the file that others can check; see the engine's `ResultManifest`. */
  manifest(key: string, report: EvaluationReport): Promise<string>
  /** The flags for which entries ran in a second round; empty where none of `entries` did. */
  secondRoundFlags(key: string, entries: readonly EntrySummary[]): Promise<readonly Flag[]>
  outcomes(key: string, filter: { caseKey?: string; entry?: string }): Promise<AttackOutcome[]>
}

/** Looks evaluations up in batches. */
export function evaluationsService({
  db,
  viewerId,
}: {
  db: Database
  viewerId: string | undefined
}): EvaluationsService {
  const bySubmission = groupedByKey({
    load: (ids) => store.evaluationsBySubmissions(db, ids),
    keyOf: (row: store.EvaluationRow) => row.submissionId,
  })
  const parts = groupedByKey({
    load: (ids) => store.partsByEvaluations(db, ids),
    keyOf: (row: store.EvaluationPartRow) => row.evaluationId,
  })
  const counts = groupedByKey({
    load: (ids) => store.partCounts(db, ids),
    keyOf: (row: store.PartCounts) => row.evaluationId,
  })
  return {
    async evaluation(key) {
      const row = await store.visibleEvaluation(db, key, viewerId)
      return row === undefined ? null : viewEvaluation(row)
    },
    ofSubmission: async (submissionKey) => (await bySubmission.load(submissionKey)).map(viewEvaluation),
    parts: async (key) =>
      (await parts.load(key)).map((part) => ({ ...part, repeats: repeatedName(part.group) ?? null })),
    async progress(keys) {
      const found = await Promise.all(keys.map((key) => counts.load(key)))
      return progressOf(found.flat(), new Date())
    },
    async manifest(key, report) {
      return manifestText(resultManifest(report, await store.partResults(db, key, undefined)))
    },
    async secondRoundFlags(key, entries) {
      if (entries.every(({ repeats }) => repeats === null)) return []
      const report = (await store.visibleEvaluation(db, key, viewerId))?.report
      return report ? secondRoundFlags(report, await store.partResults(db, key, undefined)) : []
    },
    async outcomes(key, { caseKey, entry }) {
      const results = caseKey?.includes('\u0000') ? [] : await store.partResults(db, key, caseKey)
      const outcomes = results.flatMap((part) =>
        part.outcomes.map((one) => ({
          ...one,
          norm: one.norm ?? ('linf' as const),
          trials: one.trials ?? [],
          caseKey: part.caseKey,
        })),
      )
      return entry === undefined ? outcomes : outcomes.filter((outcome) => outcome.entry === entry)
    },
  }
}
