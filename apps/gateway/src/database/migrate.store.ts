import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { rootFolder } from '../environment.ts'
import { openQueue } from '../queue/index.ts'

/** Any number that nothing else in this database locks. */
const lockKey = 7_305_118

/**
 * Brings tables, queue schema and queues up to date. Safe to run from several processes at once and again after a
 * kill: one holds the advisory lock, the others wait, and each migration is one transaction.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await applyMigrations(drizzle(client), { migrationsFolder: join(rootFolder, 'migrations') })
    const queue = await openQueue(databaseUrl)
    await queue.stop()
  } finally {
    // Ending the session gives the lock back, whatever happened.
    await client.end()
  }
}
