import type { QueueName } from '@voxproof/schema'
import { sql } from 'drizzle-orm'
import { fromDrizzle } from 'pg-boss'
import type { Transaction } from '../database/open-database.ts'
import type { JobSender } from './open-queue.ts'

/**
 * Puts a job into the queue in the caller's transaction, so that the row and its job appear together or not at all.
 * Where the row `key` has an open job already, nothing happens.
 */
export async function sendOnce({
  boss,
  tx,
  queue,
  payload,
  key,
  priority = 0,
}: {
  boss: JobSender
  tx: Transaction
  queue: QueueName
  payload: object
  key: string
  /** Higher goes first. */
  priority?: number
}): Promise<void> {
  await boss.send(queue, payload, { singletonKey: key, priority, db: fromDrizzle(tx, sql) })
}

/** Removes the jobs of these rows, in the caller's transaction. */
export async function dropJobs({
  boss,
  tx,
  queue,
  keys,
}: {
  boss: JobSender
  tx: Transaction
  queue: QueueName
  keys: readonly string[]
}): Promise<void> {
  const db = fromDrizzle(tx, sql)
  for (const key of keys) {
    const jobs = await boss.findJobs(queue, { key, db })
    const ids = jobs.filter((job) => job.state === 'created' || job.state === 'retry').map((job) => job.id)
    if (ids.length > 0) await boss.deleteJob(queue, ids, { db })
  }
}
