import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openCluster } from '../postgres/cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the throw-away cluster's own database; tests take theirs from createTestDatabase. */
    databaseUrl: string
  }
}

export const templateDatabase = 'voxproof_template'

const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations')

/** Starts one throw-away PostgreSQL for the run and a migrated template that each test file copies; removes it after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'voxproof-test-postgres-'))
  const cluster = await openCluster({
    folder,
    port: 0,
    logFile: join(folder, 'server.log'),
    diesWithParent: true,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      shared_buffers: '64MB',
    },
  })
  await createTemplate(cluster.url('postgres'), cluster.url(templateDatabase))
  project.provide('databaseUrl', cluster.url('postgres'))
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function createTemplate(adminUrl: string, templateUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${templateDatabase}`)
  await admin.end()
  if (!existsSync(join(migrationsFolder, 'meta', '_journal.json'))) {
    throw new Error(`${migrationsFolder} holds no migrations. Make them with npm run migrations:generate.`)
  }
  const client = new pg.Client({ connectionString: templateUrl })
  await client.connect()
  await migrate(drizzle(client), { migrationsFolder })
  await client.end()
}
