import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { isRunning, type ProcessIdentity } from './process-identity.ts'
import { taskLine, worthSaying } from './say.ts'
import { runService } from './service.ts'

const folder = mkdtempSync(join(tmpdir(), 'voxproof-service-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a service that dies is started again and reported; one that is stopped stays away', async () => {
  const starts: ProcessIdentity[] = []
  const said: string[] = []
  const service = runService({
    name: 'sleeper',
    command: ['sh', '-c', 'echo started; sleep 60'],
    folder,
    environment: process.env,
    logFile: join(folder, 'sleeper.log'),
    say: (name, message) => said.push(`${name}: ${message}`),
    onStart: (identity) => starts.push(identity),
  })
  const leader = starts[0]?.processId
  if (leader === undefined) throw new Error('sh did not start.')
  process.kill(-leader, 'SIGKILL')
  await vi.waitFor(() => expect(starts).toHaveLength(2), 5000)
  expect(said[0]).toContain('sleeper: was ended by SIGKILL; starting it again in 1 s.')

  await service.stop()
  expect(starts.some(isRunning)).toBe(false)
  expect(readFileSync(join(folder, 'sleeper.log'), 'utf8')).toContain('started')
})

test('the console shows warnings and errors of a JSON log and nothing else', () => {
  expect(worthSaying('{"level":50,"msg":"The queue is gone.\\nat x"}')).toBe('The queue is gone.')
  expect(worthSaying('{"level":30,"msg":"listening"}')).toBeUndefined()
  expect(worthSaying('GET / 200 in 4 ms')).toBeUndefined()
})

test('of a task the console shows messages and plain lines', () => {
  expect(taskLine('{"level":30,"baseline":"UNet","msg":"baseline stands"}')).toBe('baseline stands: UNet')
  expect(taskLine('{"level":20,"msg":"detail"}')).toBeUndefined()
  expect(taskLine('3 baselines submitted')).toBe('3 baselines submitted')
})
