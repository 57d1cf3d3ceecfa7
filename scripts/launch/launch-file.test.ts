import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AlreadyRunningError, LaunchFile } from './launch-file.ts'
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'voxproof-launch-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function startSleeper(): ProcessIdentity {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  const identity = child.pid === undefined ? undefined : identify(child.pid)
  if (!identity) throw new Error('sleep did not start.')
  return identity
}

function writeLaunch(launcher: ProcessIdentity, services: Record<string, ProcessIdentity>): void {
  const launch = { state: 'running', launcher, webUrl: 'http://localhost:3000', gatewayUrl: null, services }
  writeFileSync(join(home, 'launch.json'), JSON.stringify(launch))
}

test('services that a killed launcher left behind are ended, a later process of the same number is not', async () => {
  const orphan = startSleeper()
  const stranger = startSleeper()
  writeLaunch({ processId: 2 ** 22 + 1, startedAt: '1' }, { orphan, stranger: { ...stranger, startedAt: '1' } })
  await LaunchFile.claim(home)
  expect(isRunning(orphan)).toBe(false)
  expect(isRunning(stranger)).toBe(true)
  process.kill(stranger.processId, 'SIGKILL')
})

test('a launcher that runs on is left alone and named', async () => {
  const launcher = startSleeper()
  writeLaunch(launcher, {})
  await expect(LaunchFile.claim(home)).rejects.toThrow(AlreadyRunningError)
  await expect(LaunchFile.claim(home)).rejects.toThrow(`process ${launcher.processId}, http://localhost:3000`)
  process.kill(launcher.processId, 'SIGKILL')
})

test('a file that does not parse is replaced by one that names this process', async () => {
  writeFileSync(join(home, 'launch.json'), '{"state": "run')
  await LaunchFile.claim(home)
  const written: unknown = JSON.parse(readFileSync(join(home, 'launch.json'), 'utf8'))
  expect(written).toMatchObject({ state: 'starting', launcher: { processId: process.pid }, services: {} })
})
