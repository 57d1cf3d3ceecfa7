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

/** What the console shows of a task's output: messages of pino's JSON, and every other line as it is. */
export function taskLine(line: string): string | undefined {
  const entry = logEntry(line)
  if (!entry) return line.trim() === '' ? undefined : line
  return entry.level >= info ? entry.message : undefined
}

function logEntry(line: string): { readonly level: number; readonly message: string } | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null || !('level' in entry) || !('msg' in entry)) return undefined
    return { level: Number(entry.level), message: String(entry.msg).split('\n')[0] ?? '' }
  } catch {
    return undefined
  }
}
