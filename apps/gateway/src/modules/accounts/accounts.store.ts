import { user } from '@voxproof/schema/tables'
import { inArray } from 'drizzle-orm'
import type { Database } from '../../database/index.ts'

export type UserRow = typeof user.$inferSelect

/** The people with these ids, in any order. */
export function usersByIds(db: Database, ids: readonly string[]): Promise<UserRow[]> {
  return db
    .select()
    .from(user)
    .where(inArray(user.id, [...ids]))
}
