import { parentPort } from 'node:worker_threads'
import { z } from 'zod'

/** What the evaluator tells its heartbeat thread. */
export const heartbeatMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold'), queue: z.string(), id: z.string() }),
  z.object({ kind: z.literal('release'), id: z.string() }),
  z.object({ kind: z.literal('end') }),
])
export type HeartbeatMessage = z.infer<typeof heartbeatMessageSchema>

/** Calls `receive` for each message, in the thread; stops listening, so that the thread can end, after `end`. */
export function readHeartbeatMessages(receive: (message: unknown) => Promise<void>): void {
  parentPort?.on('message', async (message: unknown) => {
    await receive(message)
    if (heartbeatMessageSchema.safeParse(message).data?.kind === 'end') parentPort?.close()
  })
}
