import { readLaunchEnvironment } from './environment.ts'
import { launch } from './launch.ts'
import { say } from './say.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
// The terminal may be gone before the services are.
process.stdout.on('error', () => stopping.abort())
stopWithParent()

try {
  await launch(readLaunchEnvironment(), stopping.signal)
} catch (error) {
  if (!stopping.signal.aborted) {
    say('voxproof', error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
process.exit()

/** A launcher whose starter was killed would run on unseen, and hold the ports against the next start. */
function stopWithParent(): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) stopping.abort()
  }, 500)
  timer.unref()
}
