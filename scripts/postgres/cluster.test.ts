import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { openCluster } from './cluster.ts'

const folder = mkdtempSync(join(tmpdir(), 'voxproof-cluster-'))
const options = { folder, port: 0, logFile: join(folder, 'server.log'), diesWithParent: true }
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows[0]
  } finally {
    await client.end()
  }
}

test('a cluster keeps its data over reuse, kill -9 and a clean stop', async () => {
  const first = await openCluster(options)
  expect(first.reused).toBe(false)
  await query(first.url('postgres'), 'create table kept as select 42 as answer')

  const second = await openCluster(options)
  expect(second).toMatchObject({ reused: true, port: first.port, processId: first.processId })

  process.kill(first.processId, 'SIGKILL')
  const third = await openCluster(options)
  expect(third.reused).toBe(false)
  expect(await query(third.url('postgres'), 'select answer from kept')).toEqual({ answer: 42 })
  await third.stop()
  expect(() => process.kill(third.processId, 0)).toThrow('ESRCH')
})

test('a cluster listens on loopback only and asks for the password', async () => {
  const cluster = await openCluster(options)
  try {
    expect(await query(cluster.url('postgres'), 'show listen_addresses')).toEqual({ listen_addresses: '127.0.0.1' })
    const wrong = new URL(cluster.url('postgres'))
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
  } finally {
    await cluster.stop()
  }
})
