import { queueDefinitions } from '@voxproof/schema'
import { PgBoss } from 'pg-boss'

/** What modules need of the queue. */
export type JobSender = Pick<PgBoss, 'send' | 'findJobs' | 'deleteJob'>

/**
 * Starts pg-boss as a sender and makes sure that every queue exists with its settings. Supervision is left to the
 * evaluators, which have the work that can hang.
 */
export async function openQueue(
  databaseUrl: string,
  onError: (error: Error) => void = () => undefined,
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'voxproof-gateway-queue',
    max: 4,
    supervise: false,
    schedule: false,
    useListenNotify: false,
  })
  boss.on('error', onError)
  await boss.start()
  for (const { name, ...options } of queueDefinitions) {
    await boss.createQueue(name, options)
  }
  return boss
}
