import { submission } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import type { Database } from '../database/index.ts'

/** Marks a submission as one that came with the instance; nobody can do that through the API. */
export async function markBaseline(
  db: Database,
  id: string,
  { isImported }: { readonly isImported: boolean },
): Promise<void> {
  await db.update(submission).set({ isBaseline: true, isImported }).where(eq(submission.id, id))
}
