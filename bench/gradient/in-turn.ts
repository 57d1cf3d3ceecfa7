import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One run of what a process measures; the peak of memory is the process's so far. */
export interface Timing {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakBytes: number
}

/** A process that has warmed up and runs once each time it is asked. */
export interface Runner {
  run(): Promise<Timing>
  /** Ends the process and waits for it. */
  close(): Promise<void>
}

/** The command starts, says with a line that it is ready, answers each line with one of JSON, and ends with its input. */
export async function startRunner(file: string, args: readonly string[], env = process.env): Promise<Runner> {
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${args.join(' ')} ended early: ${errors}`)
    return value
  }
  await next()
  return {
    async run() {
      child.stdin.write('\n')
      return JSON.parse(await next()) as Timing
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}

/** Runs all of them in turn, `rounds` times: what slows the machine down for a while then slows each of them. */
export async function inTurn(runners: readonly Runner[], rounds: number): Promise<Timing[][]> {
  const timings: Timing[][] = runners.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, runner] of runners.entries()) timings[index]?.push(await runner.run())
  return timings
}

/** The upper median. */
export const median = (list: readonly number[]) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

/** Median over the rounds of what one of two takes over what the other takes. */
export function medianRatio(
  over: readonly Timing[],
  under: readonly Timing[],
  by: 'seconds' | 'cpuSeconds' = 'seconds',
): number {
  return median(over.map((timing, round) => timing[by] / (under[round]?.[by] ?? Number.NaN)))
}
