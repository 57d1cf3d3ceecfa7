import { setTimeout as sleep } from 'node:timers/promises'
import { queues } from '@voxproof/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../scripts/test/test-database.ts'
import { openQueue } from '../queue/index.ts'
import { startHeartbeat } from './heartbeat.ts'

let testDatabase: TestDatabase

beforeAll(async () => {
  testDatabase = await createTestDatabase()
})

afterAll(() => testDatabase.drop())

it('keeps a job alive while the event loop stands still', { timeout: 30_000 }, async () => {
  const boss = await openQueue(testDatabase.url, () => {})
  const heartbeat = startHeartbeat(testDatabase.url)
  await boss.send(queues.evaluatePart, {}, { singletonKey: 'part' })
  const [job] = await boss.fetch(queues.evaluatePart, { includeMetadata: true })
  if (job === undefined) throw new Error('no job')
  await heartbeat.during(job, async () => {
    // The thread connects within a second or two; then the loop blocks for longer than two beats.
    await sleep(2000)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7000)
  })
  const [after] = await boss.findJobs(queues.evaluatePart, { id: job.id })
  await heartbeat.close()
  await boss.stop({ graceful: false })
  expect(after?.state).toBe('active')
  const beatenFor = (after?.heartbeatOn?.getTime() ?? 0) - (job.heartbeatOn?.getTime() ?? 0)
  expect(beatenFor).toBeGreaterThan(5000)
})
