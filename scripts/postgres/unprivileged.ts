import { spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'

/** How to run a program that refuses to run as root. */
export interface Unprivileged {
  /** Words that go before the program; empty where it can be run as it is. */
  readonly prefix: readonly string[]
  /** User for spawn; undefined where the current one does. */
  readonly uid: number | undefined
  /** Gives a path to the user that the program will run as. */
  readonly own: (path: string) => void
}

const nobody = 65534

/**
 * PostgreSQL refuses to run as root. There it is run in a user namespace in which root appears as nobody, so that its
 * files stay root's and no account is needed; where namespaces are off, as the real user nobody.
 */
export function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return { prefix: [], uid: undefined, own: () => undefined }
  const prefix = ['unshare', '-U', `--map-user=${nobody}`, `--map-group=${nobody}`]
  const works = spawnSync('unshare', [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  if (works) return { prefix, uid: undefined, own: () => undefined }
  return { prefix: [], uid: nobody, own: (path) => chownSync(path, nobody, nobody) }
}
