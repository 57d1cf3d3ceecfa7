import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { endProcessGroup } from './end-process-group.ts'
import { identify, type ProcessIdentity } from './process-identity.ts'

export interface TaskOptions {
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  /** Written anew by each run. */
  readonly logFile: string
  /** Ends the program's process group when it aborts. */
  readonly signal: AbortSignal
  /** Called with the process that leads the group. */
  readonly onStart: (identity: ProcessIdentity) => void
  /** Called with each line that the program prints to its standard output. */
  readonly onLine?: (line: string) => void
}

/** Runs a program to its end; throws with the end of its log where it fails, or where it is aborted. */
export async function runTask(options: TaskOptions): Promise<void> {
  options.signal.throwIfAborted()
  const [program, ...args] = options.command
  const log = createWriteStream(options.logFile, { flags: 'w', mode: 0o600 })
  const child = spawn(program, args, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const leader = child.pid === undefined ? undefined : identify(child.pid)
  if (leader) options.onStart(leader)
  const abort = (): void => {
    if (leader) void endProcessGroup(leader, 3000)
  }
  options.signal.addEventListener('abort', abort)
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  if (options.onLine) createInterface({ input: child.stdout }).on('line', options.onLine)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    await new Promise<void>((resolve) => log.end(resolve))
    options.signal.throwIfAborted()
    if (code !== 0) {
      const end = readFileSync(options.logFile, 'utf8').trim().split('\n').slice(-25).join('\n')
      throw new Error(`${options.command.join(' ')} in ${options.folder} failed (exit code ${code}):\n${end}`)
    }
  } finally {
    options.signal.removeEventListener('abort', abort)
  }
}
