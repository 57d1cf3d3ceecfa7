import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { templateDatabase } from './postgres-global-setup.ts'

export interface TestDatabase {
  /** Connection string, for DATABASE_URL or a pg.Pool. */
  readonly url: string
  /** Ends what is still connected and removes the database. */
  readonly drop: () => Promise<void>
}

/**
 * A fresh, migrated database of its own on the run's throw-away PostgreSQL, made in about 50 ms from a template. Only
 * in tests of apps/gateway and apps/evaluator, which are the projects that start that server.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('databaseUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  await runAsAdmin(adminUrl, `create database ${name} template ${templateDatabase}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runAsAdmin(adminUrl, `drop database if exists ${name} with (force)`) }
}

async function runAsAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
