import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { type Confinement, type ConfinedOptions, confinedCommand } from './confinement.ts'
import type { SandboxLimits } from './limits.ts'
import { residentBytes } from './resident-memory.ts'

/** How a confined process ended. */
export interface ProcessOutcome {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** True where this side killed it for its memory. */
  readonly overMemory: boolean
  /** Largest resident memory seen, in bytes. */
  readonly peakBytes: number
  /** The last of what it wrote to standard error; for the log, never for users. */
  readonly standardError: string
}

/** A running confined process. `ended` settles once every process of its namespace is gone, and never rejects. */
export interface ConfinedProcess {
  readonly input: Writable
  readonly output: Readable
  readonly ended: Promise<ProcessOutcome>
  /** SIGKILL, which nothing inside can delay: a native call runs on through every other signal. */
  kill(): void
}

const watchIntervalMs = 100
const standardErrorBytes = 8192

/** Starts Node confined, with the model server or another program, and watches its memory. */
export async function startConfined(
  confinement: Confinement,
  limits: SandboxLimits,
  options: ConfinedOptions = {},
): Promise<ConfinedProcess> {
  const command = await confinedCommand(confinement, limits, options)
  const child = spawn(command.file, command.args, {
    env: { ...command.environment },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', ...command.descriptors],
    // A session and process group of its own: away from the terminal, and killed as a whole.
    detached: true,
  })
  command.release()
  const { stdin: input, stdout: output } = child
  if (input === null || output === null) throw new Error('spawn made no pipes for a sandboxed process.')
  // A dead child closes its end; the outcome tells why, the broken pipe adds nothing.
  input.on('error', () => {})
  let isClosed = false
  child.once('close', () => {
    isClosed = true
  })
  // Once closed, its number may be another's.
  const kill = (): void => (isClosed ? undefined : killGroup(child))
  return { input, output, ended: watch(child, limits), kill }
}

/**
 * Kills the process and all that it started. bwrap alone would not do: killed between the birth of its first child and
 * that child's `--die-with-parent`, it leaves the child behind, with the pipes open. Inside the process namespace no
 * process can leave the group of bwrap's own two, whose death ends the namespace.
 */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function watch(child: ChildProcess, limits: SandboxLimits): Promise<ProcessOutcome> {
  let overMemory = false
  let peakBytes = 0
  let standardError = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    standardError = (standardError + text).slice(-standardErrorBytes)
  })
  const timer = setInterval(async () => {
    if (child.pid === undefined || child.exitCode !== null) return
    const bytes = (await residentBytes(child.pid)) ?? 0
    peakBytes = Math.max(peakBytes, bytes)
    if (bytes <= limits.memoryBytes || overMemory) return
    overMemory = true
    killGroup(child)
  }, watchIntervalMs)
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearInterval(timer)
      resolve({ exitCode: null, signal: null, overMemory, peakBytes, standardError: error.message })
    })
    child.on('close', (exitCode, signal) => {
      clearInterval(timer)
      resolve({ exitCode, signal, overMemory, peakBytes, standardError })
    })
  })
}
