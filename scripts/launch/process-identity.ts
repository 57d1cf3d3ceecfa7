import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one that was given the same number. */
export interface ProcessIdentity {
  readonly processId: number
  /** When it started, in the system's own notation. */
  readonly startedAt: string
}

/** The identity of a process, or undefined where none with this number lives. */
export function identify(processId: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(processId) : startByPs(processId)
  return startedAt === undefined ? undefined : { processId, startedAt }
}

/** True while exactly this process lives; a zombie counts as ended. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.processId)?.startedAt === identity.startedAt
}

/** Field 22 of /proc/<id>/stat, counted behind the name, which may hold spaces and brackets; field 3 is the state. */
function startOnLinux(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startByPs(processId: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(processId)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined
}
