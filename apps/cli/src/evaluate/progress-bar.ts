/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

export interface ProgressBar {
  /** Seconds of work that are expected in all. */
  expect(seconds: number): void
  /** Moves on: this many of the expected seconds are done, and this is under way. */
  move(doneSeconds: number, what: string): void
  /** A line that stays. */
  say(line: string): void
  /** Takes the bar away. */
  end(): void
}

const barWidth = 24
const intervalMs = 100

/**
 * Progress with the time that is left: a bar that redraws itself on a terminal; elsewhere only the lines that `say` is
 * given. The pace so far corrects the expectation, the more of the work is done.
 */
export function progressBar(output: ProgressOutput, now: () => number = () => performance.now()): ProgressBar {
  const isTerminal = output.isTTY === true
  const began = now()
  let expected = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  const clear = (): void => {
    if (isTerminal && drawnAt > Number.NEGATIVE_INFINITY) output.write('\r\u001b[K')
  }
  return {
    expect(seconds) {
      expected = seconds
    },
    move(doneSeconds, what) {
      if (!isTerminal || now() - drawnAt < intervalMs) return
      drawnAt = now()
      const share = expected > 0 ? Math.min(1, doneSeconds / expected) : 0
      const left = secondsLeft({ elapsedSeconds: (now() - began) / 1000, expectedSeconds: expected, share })
      const filled = Math.round(share * barWidth)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
      const line = `${bar} ${String(Math.floor(100 * share)).padStart(3)} %  ${inWords(left)} left  ${what}`
      output.write(`\r\u001b[K${line.slice(0, Math.max(20, (output.columns ?? 80) - 1))}`)
    },
    say(line) {
      clear()
      output.write(`${line}\n`)
    },
    end: clear,
  }
}

/** The expected rest at first; in proportion to the share done, that rest scaled by how long the share really took. */
export function secondsLeft(state: {
  readonly elapsedSeconds: number
  readonly expectedSeconds: number
  readonly share: number
}): number {
  const { elapsedSeconds, expectedSeconds, share } = state
  const asExpected = expectedSeconds * (1 - share)
  if (share <= 0) return asExpected
  const atThisPace = (elapsedSeconds * (1 - share)) / share
  return share * atThisPace + (1 - share) * asExpected
}

/** Seconds as people say them. */
export function inWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
