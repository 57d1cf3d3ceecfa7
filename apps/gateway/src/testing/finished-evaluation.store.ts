import type { ArchitectureFamily, EvaluationReport, SubmissionStatus, Visibility } from '@voxproof/schema'
import { evaluation, modelFile, ranking, submission } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import type { Database } from '../database/index.ts'

/** What a submission of the board tests differs in. */
export interface Finished {
  readonly id: string
  readonly family: ArchitectureFamily
  readonly rank: number
  /** The same where left out; null as an earlier version left it. */
  readonly rankThenAggregate?: number | null
  readonly groups?: readonly string[]
  readonly clean: number
  readonly robust: number
  readonly parameters: number | null
  readonly visibility?: Visibility
  readonly status?: SubmissionStatus
  readonly datasetHash?: string
}

/** Gives a submission the rows that an evaluator leaves behind when it has finished. Returns the evaluation's uuid. */
export async function finishEvaluation(
  db: Database,
  suite: { id: string; hash: string },
  one: Finished,
): Promise<string> {
  const hash = one.id.replaceAll('-', '').padEnd(64, '0')
  const inspection =
    one.parameters === null
      ? null
      : {
          ...{ irVersion: 8, opset: 17, producer: 'pytorch', parameters: one.parameters, flops: null },
          ...{ operators: { Conv: 3 }, inputShape: [1, 1, 32, 32, 32], outputShape: [1, 2, 32, 32, 32] },
          ...{ dynamicSpatial: true, classCount: 2, channelCount: 1 },
        }
  await db.insert(modelFile).values({ hash, sizeBytes: 1000, inspection })
  await db
    .update(submission)
    .set({
      modelHash: hash,
      family: one.family,
      status: one.status ?? 'finished',
      visibility: one.visibility ?? 'public',
    })
    .where(eq(submission.id, one.id))
  const datasetHash = one.datasetHash ?? 'a'.repeat(64)
  const report = reportOf({ ...one, modelHash: hash, datasetHash, suite })
  const [row] = await db
    .insert(evaluation)
    .values({
      ...{ submissionId: one.id, datasetId: 'phantom-ct', datasetHash, suiteId: suite.id, suiteHash: suite.hash },
      ...{ status: 'finished', report, finishedAt: new Date() },
    })
    .returning()
  if (row === undefined) throw new Error('The insert of an evaluation returned no row.')
  for (const scope of ['all', one.family]) {
    await db.insert(ranking).values({
      ...{ datasetId: 'phantom-ct', suiteId: suite.id, scope, evaluationId: row.id },
      ...{ rank: one.rank, rankLow: one.rank, rankHigh: one.rank + 1, robustDice: one.robust, cleanDice: one.clean },
      rankThenAggregate: one.rankThenAggregate === undefined ? one.rank : one.rankThenAggregate,
      groups: [...(one.groups ?? [])],
    })
  }
  return row.id
}

function reportOf({
  clean,
  robust,
  modelHash,
  datasetHash,
  suite,
}: Finished & { modelHash: string; datasetHash: string; suite: { id: string; hash: string } }): EvaluationReport {
  const interval = (mean: number) => ({ mean, low: mean - 0.05, high: mean + 0.05 })
  return {
    provenance: {
      ...{ modelHash, suiteId: suite.id, suiteHash: suite.hash, datasetId: 'phantom-ct', datasetHash },
      ...{ engineVersion: '0.1.0', runtimeVersion: '1.30.0', providers: ['cpu'], seed: 1 },
    },
    classNames: ['background', 'liver'],
    caseCount: 2,
    clean: interval(clean),
    robust: interval(robust),
    robustByTrack: { 'white-box': interval(robust), 'black-box': null, frequency: null },
    robustHd95Mm: 12.5,
    robustNsd: 0.4,
    retainedRatio: robust / clean,
    curve: [
      { epsilon: 0, foregroundDice: interval(clean) },
      { epsilon: 8, foregroundDice: interval(robust) },
    ],
    entries: [],
    cases: [
      { caseKey: 'case-1', clean, robust },
      { caseKey: 'case-2', clean, robust },
    ],
    flags: [],
  }
}
