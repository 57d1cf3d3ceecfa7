import type { Logger } from './log.ts'

/** A task that comes back until it is stopped. */
export interface Repetition {
  /** Resolves when a run under way has ended; none follows. */
  stop(): Promise<void>
}

/**
 * Runs a task every so many seconds after its last end, never twice at once. A run that fails is logged and the next
 * one comes as planned: chores must outlive a database that is away for a moment.
 */
export function repeat({
  name,
  seconds,
  task,
  log,
  atOnce = false,
}: {
  name: string
  seconds: number
  task: () => Promise<void>
  log: Logger
  atOnce?: boolean
}): Repetition {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const schedule = (delaySeconds: number): void => {
    timer = setTimeout(() => {
      current = run()
    }, delaySeconds * 1000)
    timer.unref()
  }
  const run = async (): Promise<void> => {
    try {
      await task()
    } catch (error) {
      log.error({ error, task: name }, 'a chore failed')
    }
    if (!isStopped) schedule(seconds)
  }
  schedule(atOnce ? 0 : seconds)
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await current
    },
  }
}
