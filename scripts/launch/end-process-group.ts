import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from './process-identity.ts'

/** Asks a process group to end (SIGTERM to its leader, which knows its children), then kills the whole group. */
export async function endProcessGroup(leader: ProcessIdentity, patienceMs: number): Promise<void> {
  if (isRunning(leader)) {
    send(leader.processId, 'SIGTERM')
    const deadline = Date.now() + patienceMs
    while (isRunning(leader) && Date.now() < deadline) await sleep(50)
    killProcessGroup(leader)
  }
}

/** Kills what is left of a group, also where its leader has just ended. */
export function killProcessGroup(leader: ProcessIdentity): void {
  send(-leader.processId, 'SIGKILL')
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
