import * as tables from '@voxproof/schema/tables'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'

/** The typed query builder over one pool. */
export type Database = NodePgDatabase<typeof tables>

/** The same inside a transaction. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** A database together with the pool that has to be ended. */
export interface OpenedDatabase {
  readonly db: Database
  readonly pool: Pool
  close(): Promise<void>
}

/** Opens a pool; nothing is sent before the first query. `onIdleError` hears of connections that the server drops. */
export function openDatabase(
  url: string,
  {
    connections = 10,
    onIdleError = () => undefined,
  }: { connections?: number; onIdleError?: (error: Error) => void } = {},
): OpenedDatabase {
  const pool = new Pool({ connectionString: url, max: connections, application_name: 'voxproof-gateway' })
  pool.on('error', onIdleError)
  return { db: drizzle(pool, { schema: tables }), pool, close: () => pool.end() }
}
