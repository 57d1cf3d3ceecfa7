import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../../../scripts/test/test-database.ts'
import { migrate } from './migrate.store.ts'
import { openDatabase } from './open-database.ts'

test('three processes that migrate an empty database at once leave it complete, and a fourth changes nothing', async () => {
  const test = await createTestDatabase()
  const opened = openDatabase(test.url, { connections: 1 })
  onTestFinished(async () => {
    await opened.close()
    await test.drop()
  })
  await opened.db.execute(sql`drop schema public cascade`)
  await opened.db.execute(sql`create schema public`)
  await opened.db.execute(sql`drop schema if exists drizzle cascade`)

  await Promise.all([migrate(test.url), migrate(test.url), migrate(test.url)])
  await migrate(test.url)

  const { rows } = await opened.db.execute<{ total: number }>(
    sql`select count(*)::int as total from information_schema.tables where table_schema = 'public'`,
  )
  expect(rows).toEqual([{ total: 12 }])
  const queues = await opened.db.execute<{ name: string }>(sql`select name from pgboss.queue order by name`)
  expect(queues.rows.map((row) => row.name)).toEqual(
    expect.arrayContaining(['aggregate-evaluation', 'evaluate-part', 'validate-model']),
  )
})
