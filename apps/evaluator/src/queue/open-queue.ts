import {
  type AggregateEvaluationJob,
  type EvaluatePartJob,
  queueDefinitions,
  queues,
  type ValidateModelJob,
} from '@voxproof/schema'
import { PgBoss } from 'pg-boss'
import { type Queryable, queueConnection } from '../database.ts'

/**
 * Sends jobs. The payload's row id is the job's singleton key, so that a job that is still open is not doubled: sending
 * is idempotent. Given a transaction, the jobs become visible with its commit and vanish with its rollback.
 */
export interface JobSender {
  validateModel(jobs: readonly ValidateModelJob[], transaction?: Queryable): Promise<void>
  /** Parts of people's models go before those of the product's own baselines. */
  evaluatePart(jobs: readonly EvaluatePartJob[], transaction?: Queryable, of?: 'people' | 'baselines'): Promise<void>
  aggregateEvaluation(jobs: readonly AggregateEvaluationJob[], transaction?: Queryable): Promise<void>
}

/** pg-boss on the product's database, its queues in place. Heartbeats are looked at every second. */
export async function openQueue(url: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'voxproof-evaluator-queue',
    max: 6,
    useListenNotify: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 60,
    queueCacheIntervalSeconds: 5,
  })
  boss.on('error', onError)
  await boss.start()
  for (const { name, ...options } of queueDefinitions) await boss.createQueue(name, options)
  return boss
}

/** The sender on an open queue. */
export function jobSender(boss: PgBoss): JobSender {
  const send = async (
    queue: string,
    jobs: readonly { id: string; data: object }[],
    transaction: Queryable | undefined,
    priority = 0,
  ): Promise<void> => {
    if (jobs.length === 0) return
    const connection = transaction === undefined ? {} : { db: queueConnection(transaction) }
    await boss.insert(
      queue,
      jobs.map(({ id, data }) => ({ data, singletonKey: id, priority })),
      connection,
    )
  }
  return {
    validateModel: (jobs, transaction) =>
      send(
        queues.validateModel,
        jobs.map((data) => ({ id: data.submissionId, data })),
        transaction,
      ),
    evaluatePart: (jobs, transaction, of = 'people') =>
      send(
        queues.evaluatePart,
        jobs.map((data) => ({ id: data.partId, data })),
        transaction,
        of === 'people' ? 1 : 0,
      ),
    aggregateEvaluation: (jobs, transaction) =>
      send(
        queues.aggregateEvaluation,
        jobs.map((data) => ({ id: data.evaluationId, data })),
        transaction,
      ),
  }
}
