import { join, resolve } from 'node:path'

export const rootFolder = resolve(import.meta.dirname, '..', '..')

/** What the launcher reads of the environment; everything else is handed to the services untouched. */
export interface LaunchEnvironment {
  /** Data folder. */
  readonly home: string
  /** A PostgreSQL server of the user's own; undefined starts the embedded one. */
  readonly databaseUrl: string | undefined
  readonly webPort: number
  readonly gatewayPort: number
  readonly postgresPort: number
  /** Address that users type; undefined means http://localhost:<web port>. */
  readonly publicUrl: string | undefined
}

/** Reads the environment; throws an error that names the variable that does not fit. */
export function readLaunchEnvironment(variables: NodeJS.ProcessEnv = process.env): LaunchEnvironment {
  return {
    home: resolve(variables.VOXPROOF_HOME || join(rootFolder, '.voxproof')),
    databaseUrl: variables.DATABASE_URL || undefined,
    webPort: port('WEB_PORT', variables.WEB_PORT, 3000),
    gatewayPort: port('GATEWAY_PORT', variables.GATEWAY_PORT, 4000),
    postgresPort: port('POSTGRES_PORT', variables.POSTGRES_PORT, 5433),
    publicUrl: variables.PUBLIC_URL || undefined,
  }
}

function port(name: string, text: string | undefined, otherwise: number): number {
  if (!text) return otherwise
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return value
  throw new Error(`${name} is "${text}"; expected a port number from 0 to 65535.`)
}
