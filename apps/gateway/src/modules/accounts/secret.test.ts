import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { trustedOrigins } from './authentication.ts'
import { readSecret } from './secret.ts'

test('ten readers at once get one secret of 256 bits, readable by its owner alone', async () => {
  const home = await mkdtemp(join(tmpdir(), 'voxproof-secret-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const secrets = await Promise.all(Array.from({ length: 10 }, () => readSecret(home)))
  expect(new Set(secrets).size).toBe(1)
  expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/)
  expect((await stat(join(home, 'secret'))).mode & 0o777).toBe(0o600)
})

test.each([
  ['http://localhost:3000', ['http://localhost:3000', 'http://127.0.0.1:3000']],
  ['http://127.0.0.1:8080/', ['http://127.0.0.1:8080', 'http://localhost:8080']],
  ['https://voxproof.example', ['https://voxproof.example']],
])('who publishes at %s trusts %j', (publicUrl, origins) => {
  expect(trustedOrigins(publicUrl)).toEqual(origins)
})
