import {
  aggregateEvaluationJobSchema,
  evaluatePartJobSchema,
  lostJobSchema,
  queues,
  validateModelJobSchema,
} from '@voxproof/schema'
import type { PgBoss } from 'pg-boss'
import type { EvaluatorContext } from '../context.ts'
import {
  aggregateEvaluation,
  evaluatePart,
  failEvaluationById,
  failEvaluationOfPart,
  failValidation,
  loseJob,
  validateModel,
} from '../jobs/index.ts'
import { startHeartbeat } from './heartbeat.ts'
import { reconcile } from './reconcile.ts'
import { workQueue } from './work-queue.ts'

const reconcileIntervalMs = 30_000

/** A worker that takes jobs. */
export interface Worker {
  /** Puts jobs under way back into the queue, kills their processes and returns when nothing runs any more. */
  drain(): Promise<void>
}

/** Brings the queue in line with Postgres, then takes jobs of every queue. */
export async function startWorker(
  boss: PgBoss,
  context: EvaluatorContext,
  options: { readonly concurrency: number; readonly databaseUrl: string },
): Promise<Worker> {
  const draining = new AbortController()
  await reconcile(context)
  const heartbeat = startHeartbeat(options.databaseUrl)
  const state = { draining: draining.signal, heartbeat }
  await workQueue(
    boss,
    context,
    {
      queue: queues.evaluatePart,
      schema: evaluatePartJobSchema,
      concurrency: options.concurrency,
      run: evaluatePart,
      fail: ({ database }, { partId }, failure) => failEvaluationOfPart(database, partId, failure),
    },
    state,
  )
  await workQueue(
    boss,
    context,
    {
      queue: queues.validateModel,
      schema: validateModelJobSchema,
      concurrency: 1,
      run: validateModel,
      fail: ({ database }, { submissionId }, failure) => failValidation(database, submissionId, failure),
    },
    state,
  )
  await workQueue(
    boss,
    context,
    {
      queue: queues.aggregateEvaluation,
      schema: aggregateEvaluationJobSchema,
      concurrency: 1,
      run: aggregateEvaluation,
      fail: ({ database }, { evaluationId }, failure) => failEvaluationById(database, evaluationId, failure),
    },
    state,
  )
  await workQueue(boss, context, { queue: queues.lostJob, schema: lostJobSchema, concurrency: 1, run: loseJob }, state)
  const timer = setInterval(() => {
    reconcile(context).catch((error: unknown) => context.log.error({ err: error }, 'reconciliation failed'))
  }, reconcileIntervalMs)
  return {
    async drain() {
      clearInterval(timer)
      draining.abort()
      await boss.stop({ graceful: true, timeout: 20_000 })
      await heartbeat.close()
      await context.models.close()
      await context.surrogates.close()
    },
  }
}
