import { join } from 'node:path'
import pg from 'pg'
import { type Cluster, type ClusterOptions, openCluster } from '../postgres/cluster.ts'
import type { LaunchEnvironment } from './environment.ts'
import { identify, isRunning } from './process-identity.ts'
import { say } from './say.ts'

export interface LaunchedDatabase {
  readonly url: string
  /** One line for the console; without the password. */
  readonly description: string
  /** Stops an embedded server; leaves a server of the user's own alone. */
  readonly close: () => Promise<void>
}

const databaseName = 'voxproof'

/** The database to work on: DATABASE_URL's where it is set, else one in the embedded server, made on first use. */
export async function openDatabase(environment: LaunchEnvironment, logFile: string): Promise<LaunchedDatabase> {
  if (environment.databaseUrl !== undefined) {
    const { host, pathname } = new URL(environment.databaseUrl)
    return {
      url: environment.databaseUrl,
      description: `using DATABASE_URL (${host}${pathname})`,
      close: () => Promise.resolve(),
    }
  }
  const options = {
    folder: join(environment.home, 'postgres'),
    port: environment.postgresPort,
    logFile,
    settings: { max_connections: '200' },
  }
  const cluster = await openCluster(options)
  try {
    await createDatabase(cluster.url('postgres'))
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return {
    url: cluster.url(databaseName),
    description: `${cluster.reused ? 'reusing the running server' : 'started'} on 127.0.0.1:${cluster.port}`,
    close: keepRunning(cluster, { ...options, port: cluster.port }),
  }
}

/** Starts the server again where it dies, on the port that the services know. Returns what ends it for good. */
function keepRunning(first: Cluster, options: ClusterOptions): () => Promise<void> {
  let cluster = first
  let restarting = Promise.resolve()
  let identity = identify(cluster.processId)
  const timer = setInterval(() => {
    if (identity && isRunning(identity)) return
    restarting = restarting.then(restart)
  }, 1000)
  const restart = async (): Promise<void> => {
    if (identity && isRunning(identity)) return
    say('postgres', `ended; starting it again. Log: ${options.logFile}`)
    try {
      cluster = await openCluster(options)
      identity = identify(cluster.processId)
    } catch (error) {
      say('postgres', error instanceof Error ? error.message : String(error))
    }
  }
  return async () => {
    clearInterval(timer)
    await restarting
    await cluster.stop()
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}
