import type { JobWithMetadata, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { EvaluatorContext } from '../context.ts'
import { type SandboxError, failureOf } from '../sandbox/index.ts'
import type { Heartbeat } from './heartbeat.ts'

/** How the jobs of one queue are done. */
export interface QueueWork<Payload extends object> {
  readonly queue: string
  readonly schema: z.ZodType<Payload>
  /** Jobs at the same time in this process. */
  readonly concurrency: number
  readonly run: (context: EvaluatorContext, payload: Payload, signal: AbortSignal) => Promise<void>
  /** Ends what the job was about with a typed failure; called when no further attempt can help. */
  readonly fail?: (context: EvaluatorContext, payload: Payload, failure: ReturnType<typeof failureOf>) => Promise<void>
}

/** What all queues of a worker share. */
export interface WorkerState {
  readonly draining: AbortSignal
  readonly heartbeat: Heartbeat
}

/**
 * Takes jobs of a queue until pg-boss stops. An error that a retry can cure is thrown to pg-boss, which retries; one that
 * it cannot cure, or that comes at the last attempt, ends the job's subject with a typed failure. A job that `draining`
 * interrupts goes back to the queue with its attempts untouched.
 */
export async function workQueue<Payload extends object>(
  boss: PgBoss,
  context: EvaluatorContext,
  work: QueueWork<Payload>,
  { draining, heartbeat }: WorkerState,
): Promise<void> {
  const options = {
    includeMetadata: true,
    batchSize: 1,
    localConcurrency: work.concurrency,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 0.5,
  } as const
  await boss.work(work.queue, options, async ([job]: JobWithMetadata<unknown>[]) => {
    if (job === undefined) return
    if (draining.aborted) return giveBack(boss, job)
    const payload = work.schema.parse(job.data)
    try {
      await heartbeat.during(job, () => work.run(context, payload, AbortSignal.any([draining, job.signal])))
    } catch (error) {
      if (draining.aborted) return giveBack(boss, job)
      const failure = failureOf(error)
      const isLast = job.retryCount >= job.retryLimit || !failure.canRetry
      context.log.error({ queue: work.queue, payload, err: error, detail: detailOf(error), isLast }, 'job failed')
      if (!isLast || work.fail === undefined) throw error
      await work.fail(context, payload, failure)
    }
  })
}

/** Completes the job and sends its like, which starts anew; startup reconciliation covers a death in between. */
async function giveBack(boss: PgBoss, job: JobWithMetadata<unknown>): Promise<void> {
  const { name, id, data, singletonKey } = job
  await boss.complete(name, id)
  if (typeof data === 'object') await boss.send(name, data, singletonKey === null ? {} : { singletonKey })
}

function detailOf(error: unknown): string | undefined {
  const isSandboxError = (value: unknown): value is SandboxError =>
    value instanceof Error && value.name === 'SandboxError'
  return isSandboxError(error) ? error.detail : undefined
}
