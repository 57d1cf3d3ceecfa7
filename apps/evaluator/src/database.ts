import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { type Db, fromDrizzle } from 'pg-boss'

export type Database = NodePgDatabase
/** A transaction, or the database outside of one. */
export type Queryable = Pick<Database, 'select' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'>

/** A pool on the product's database; `close` waits until every connection is back. */
export function openDatabase(url: string): { database: Database; close: () => Promise<void> } {
  const pool = new Pool({ connectionString: url, max: 8, application_name: 'voxproof-evaluator' })
  // An idle connection that breaks is replaced at the next query, which is where an error can be acted upon.
  pool.on('error', () => {})
  return { database: drizzle(pool), close: () => pool.end() }
}

/** The transaction as pg-boss takes one, so that jobs are sent with its commit. */
export function queueConnection(transaction: Queryable): Db {
  return fromDrizzle(transaction, sql)
}
