/** Ctrl-C (SIGINT) and SIGTERM as a signal of abortion. */
export interface Interruption {
  readonly signal: AbortSignal
  /** Gives the signals back to the system. */
  end(): void
}

/** The first signal asks the work to stop where it can go on later; a second one ends the process at once. */
export function interruption(): Interruption {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new Error('interrupted'))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
