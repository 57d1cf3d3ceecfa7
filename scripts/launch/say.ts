/** Prints a short line under the name of who it is about. */
export type Say = (name: string, message: string) => void

export const say: Say = (name, message) => {
  process.stdout.write(`${name.padEnd(10)} ${message}\n`)
}

const warn = 40

/**
 * What the console shows of a line of a service's log: warnings and errors of pino's JSON by their message, and
 * nothing else; the log file has every line.
 */
export function worthSaying(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry !== 'object' || entry === null || !('level' in entry) || !('msg' in entry)) return undefined
    if (Number(entry.level) < warn) return undefined
    return String(entry.msg).split('\n')[0]
  } catch {
    return undefined
  }
}
