import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { endProcessGroup, killProcessGroup } from './end-process-group.ts'
import { identify, type ProcessIdentity } from './process-identity.ts'
import { type Say, worthSaying } from './say.ts'

export interface ServiceOptions {
  readonly name: string
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  readonly logFile: string
  readonly say: Say
  /** Called after every start with the process that leads the service's group. */
  readonly onStart: (identity: ProcessIdentity) => void
}

export interface Service {
  readonly name: string
  /** Ends it for good; resolves when its process group is gone. */
  readonly stop: () => Promise<void>
}

const longestPauseMs = 30_000
const steadyAfterMs = 60_000

/**
 * Runs a program and starts it again when it dies, after 1, 2, 4 … 30 s; a minute of life resets the pause. It leads a
 * process group of its own, so that Ctrl-C in the terminal does not reach it and the launcher decides the order.
 */
export function runService(options: ServiceOptions): Service {
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 })
  let leader: ProcessIdentity | undefined
  let stopped = false
  let pauseMs = 1000
  let timer: NodeJS.Timeout | undefined

  const start = (): void => {
    const startedAt = Date.now()
    const [program, ...args] = options.command
    const child = spawn(program, args, {
      cwd: options.folder,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    leader = child.pid === undefined ? undefined : identify(child.pid)
    if (leader) options.onStart(leader)
    let reason = ''
    const onLine = (line: string): void => {
      log.write(`${line}\n`)
      if (/^\w*Error\b.*:/.test(line)) reason = ` (${line})`
      const message = worthSaying(line)
      if (message !== undefined) options.say(options.name, message)
    }
    createInterface({ input: child.stdout }).on('line', onLine)
    createInterface({ input: child.stderr }).on('line', onLine)
    child.once('error', (error) => options.say(options.name, `could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      if (stopped) return
      if (leader) killProcessGroup(leader)
      if (Date.now() - startedAt > steadyAfterMs) pauseMs = 1000
      const end = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
      options.say(options.name, `${end}${reason}; starting it again in ${pauseMs / 1000} s. Log: ${options.logFile}`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  start()
  return {
    name: options.name,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      if (leader) await endProcessGroup(leader, 10_000)
      log.end()
    },
  }
}
