import { workerData } from 'node:worker_threads'
import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { heartbeatMessageSchema, readHeartbeatMessages } from './heartbeat-message.ts'

/** Entry of the thread that keeps jobs alive; see heartbeat.ts. */
const { url, intervalMs } = z.object({ url: z.string(), intervalMs: z.number().positive() }).parse(workerData)
const boss = new PgBoss({
  connectionString: url,
  application_name: 'voxproof-evaluator-heartbeat',
  max: 1,
  supervise: false,
  schedule: false,
  migrate: false,
})
// A beat that is lost is made up for by the next.
boss.on('error', () => {})
await boss.start()

const held = new Map<string, string>()
const timer = setInterval(async () => {
  for (const [id, queue] of held) await boss.touch(queue, id).catch(() => undefined)
}, intervalMs)

readHeartbeatMessages(async (value) => {
  const message = heartbeatMessageSchema.parse(value)
  if (message.kind === 'hold') held.set(message.id, message.queue)
  else if (message.kind === 'release') held.delete(message.id)
  else {
    clearInterval(timer)
    await boss.stop({ graceful: false })
  }
})
