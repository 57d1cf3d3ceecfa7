import type DataLoader from 'dataloader'
import type { Database } from '../../database/index.ts'
import { byKey } from '../../graphql/by-key.ts'
import { toGlobalId } from '../../graphql/global-id.ts'
import { type UserRow, usersByIds } from './accounts.store.ts'
import type { Viewer } from './authentication.ts'
import type { User } from './user.type.ts'

/** What GraphQL's context holds of this module, made anew for each request. */
export interface AccountsContext {
  readonly viewer: Viewer | null
  readonly accounts: AccountsService
}

/** People as one request sees them. */
export interface AccountsService {
  viewer(): Promise<User | null>
  user(key: string): Promise<User | null>
}

/** Looks people up in batches; the e-mail address is shown to its owner only. */
export function accountsService({ db, viewer }: { db: Database; viewer: Viewer | null }): AccountsService {
  const rows: DataLoader<string, UserRow | undefined> = byKey({
    load: (ids) => usersByIds(db, ids),
    keyOf: (row) => row.id,
  })
  async function userOf(key: string): Promise<User | null> {
    const row = await rows.load(key)
    if (row === undefined) return null
    const email = row.id === viewer?.id ? row.email : null
    return { kind: 'User', id: toGlobalId('User', row.id), key: row.id, name: row.name, email }
  }
  return { user: userOf, viewer: async () => (viewer === null ? null : userOf(viewer.id)) }
}
