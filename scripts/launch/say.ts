import { z } from 'zod'

/** Prints a short line under the name of who it is about. */
export type Say = (name: string, message: string) => void

export const say: Say = (name, message) => {
  process.stdout.write(`${name.padEnd(10)} ${message}\n`)
}

const info = 30
const warn = 40

/**
 * What the console shows of a line of a service's log: warnings and errors of pino's JSON by their message, and
 * nothing else; the log file has every line.
 */
export function worthSaying(line: string): string | undefined {
  const entry = logEntry(line)
  return entry && entry.level >= warn ? entry.message : undefined
}

/** What the console shows of a task's output: messages of pino's JSON with what they are about, and other lines. */
export function taskLine(line: string): string | undefined {
  const entry = logEntry(line)
  if (!entry) return line.trim() === '' ? undefined : line
  return entry.level >= info ? `${entry.message}${entry.subject === undefined ? '' : `: ${entry.subject}`}` : undefined
}

interface LogEntry {
  readonly level: number
  readonly message: string
  /** The dataset or baseline that the seed is about. */
  readonly subject: string | undefined
}

const logSchema = z.object({
  level: z.number(),
  msg: z.string(),
  dataset: z.string().optional(),
  baseline: z.string().optional(),
})

function logEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const { level, msg, dataset, baseline } = logSchema.parse(JSON.parse(line))
    return { level, message: msg.split('\n')[0] ?? '', subject: baseline ?? dataset }
  } catch {
    return undefined
  }
}
