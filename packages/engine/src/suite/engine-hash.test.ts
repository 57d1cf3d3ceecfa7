import { expect, test } from 'vitest'
import { engineHash } from './index.ts'

test('the engine has one hash at a time', async () => {
  const hash = await engineHash()
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(await engineHash()).toBe(hash)
})
