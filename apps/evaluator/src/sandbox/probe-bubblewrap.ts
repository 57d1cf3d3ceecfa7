import { childFiles } from './child-files.ts'
import type { Confinement } from './confinement.ts'
import { startConfined } from './confined-process.ts'
import { defaultLimits } from './limits.ts'

/** What this machine offers: `bubblewrap`, or why not, for the operator. */
export type SandboxProbe = { readonly works: true } | { readonly works: false; readonly reason: string }

/** Tries the real command line with a program that reads what the model server reads, and ends. */
export async function probeBubblewrap(): Promise<SandboxProbe> {
  if (process.platform !== 'linux')
    return { works: false, reason: `bubblewrap needs Linux; this is ${process.platform}` }
  const paths = JSON.stringify(childFiles().map(({ inside }) => inside))
  const program = ['--eval', `for (const path of ${paths}) require('node:fs').accessSync(path, 4)`]
  const child = await startConfined('bubblewrap', defaultLimits, { program })
  const outcome = await child.ended
  if (outcome.exitCode === 0) return { works: true }
  return {
    works: false,
    reason: outcome.standardError.trim() || `bwrap ended with ${outcome.exitCode ?? outcome.signal}`,
  }
}

/**
 * How a model may be run here. An uploaded model is refused (null) where bubblewrap does not work, unless the operator
 * has allowed the degraded mode; a baseline that came with the repository is trusted.
 */
export function confinementFor(
  probe: SandboxProbe,
  options: { readonly allowDegraded: boolean; readonly trusted: boolean },
): Confinement | null {
  if (probe.works) return 'bubblewrap'
  return options.allowDegraded || options.trusted ? 'degraded' : null
}
