import { sql } from 'drizzle-orm'
import type { Database } from './open-database.ts'

/** Resolves when the database answers; throws when it does not. */
export async function ping(db: Database): Promise<void> {
  await db.execute(sql`select 1`)
}
