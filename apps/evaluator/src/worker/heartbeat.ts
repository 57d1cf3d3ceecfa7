import { Worker } from 'node:worker_threads'
import type { HeartbeatMessage } from './heartbeat-message.ts'

const intervalMs = 3000

/** Keeps jobs of this process alive in the eyes of the queue. */
export interface Heartbeat {
  /** Beats for the job while `work` runs. */
  during<Result>(job: { readonly name: string; readonly id: string }, work: () => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/**
 * Beats from a thread of its own. Scoring a large volume can hold the event loop for longer than a heartbeat may be
 * late, and the queue would give the part to another worker, again and again. A part that hangs for good is ended by the
 * queue's expiry and by the limits on the model's process.
 */
export function startHeartbeat(url: string): Heartbeat {
  const thread = new Worker(new URL('./heartbeat-thread.ts', import.meta.url), { workerData: { url, intervalMs } })
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
  const tell = (message: HeartbeatMessage): void => thread.postMessage(message)
  return {
    async during({ name, id }, work) {
      tell({ kind: 'hold', queue: name, id })
      try {
        return await work()
      } finally {
        tell({ kind: 'release', id })
      }
    },
    async close() {
      tell({ kind: 'end' })
      await ended
    },
  }
}
