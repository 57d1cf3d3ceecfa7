import { isSecondRound, rankBoard, secondRoundGroups, type SuiteDefinition, summarise } from '@voxproof/engine/suite'
import type { AggregateEvaluationJob, EvaluationReport, Provenance } from '@voxproof/schema'
import type { EvaluatorContext } from '../context.ts'
import {
  type BoardEntry,
  boardOf,
  type CompleteEvaluation,
  completeEvaluation,
  openSecondRound,
  type Placement,
  type PlannedPart,
  rewriteBoard,
  storeReport,
} from './aggregate-evaluation.store.ts'
import { suiteOf } from './suite-of.ts'

/**
 * Turns the results of an evaluation's parts into its report, stored once, then rewrites the ranks of its board. Where the
 * outcomes ask for a second round, its parts are opened first; the last of them brings the evaluation here again.
 * Idempotent: with the report in place only the ranks are computed again.
 */
export async function aggregateEvaluation(
  context: EvaluatorContext,
  { evaluationId }: AggregateEvaluationJob,
): Promise<void> {
  const complete = await completeEvaluation(context.database, evaluationId)
  if (complete !== undefined) {
    const report = reportOf(context, complete)
    const missing = missingSecondRound(complete, report)
    if (missing.length > 0) {
      const of = complete.isBaseline ? 'baselines' : 'people'
      await openSecondRound(context.database, evaluationId, missing, (parts, transaction) =>
        context.send.evaluatePart(parts, transaction, of),
      )
      context.log.info(
        { evaluationId, parts: missing.length },
        'the outcomes doubt the gradient: a second round begins',
      )
      return
    }
    await storeReport(context.database, evaluationId, report)
    context.log.info({ evaluationId, datasetId: complete.datasetId }, 'evaluation finished')
  }
  const board = await boardOf(context.database, evaluationId)
  if (board === undefined) return
  await rewriteBoard(context.database, board, (entries) => rank(suiteOf(board), entries))
}

/** Parts of the second round that the outcomes of the first ask for; none once they are there. */
function missingSecondRound(
  { caseOrder, parts, ...complete }: CompleteEvaluation,
  report: EvaluationReport,
): PlannedPart[] {
  if (parts.some(({ group }) => isSecondRound(group))) return []
  const groups = secondRoundGroups(suiteOf(complete), report)
  return caseOrder.flatMap((caseKey) => groups.map((group) => ({ caseKey, group })))
}

function reportOf(context: EvaluatorContext, complete: CompleteEvaluation): EvaluationReport {
  const { versions, runtime, confine } = context
  const { reading } = complete
  const suite = suiteOf(complete)
  const provenance: Provenance = {
    modelHash: complete.modelHash,
    suiteId: complete.suiteId,
    suiteHash: complete.suiteHash,
    datasetId: complete.datasetId,
    datasetHash: complete.datasetHash,
    engineVersion: versions.engine,
    engineHash: versions.engineHash,
    runtimeVersion: versions.runtime,
    providers: runtime.providers,
    confinement: confine({ trusted: complete.isBaseline }),
    seed: suite.seed,
    ...(reading?.gradient === 'none' ? { gradient: 'none' } : {}),
    ...(reading ? { reading } : {}),
  }
  const { classNames } = complete.manifest
  return summarise({ suite, provenance, classNames, parts: complete.parts, caseOrder: complete.caseOrder })
}

function rank(suite: SuiteDefinition, entries: readonly BoardEntry[]): readonly Placement[] {
  return rankBoard(
    entries.map(({ id, report }) => ({
      id,
      cleanByCase: report.cases.map(({ clean }) => clean),
      robustByCase: report.cases.map(({ robust }) => robust),
    })),
    { samples: suite.bootstrapSamples, seed: suite.seed },
  )
}
