import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compileKernels } from '../test/compile-kernels.ts'

test('the committed binary is what packages/engine/kernels compiles to', { timeout: 60_000 }, async () => {
  const committed = await readFile(new URL('generated/kernels.ts', import.meta.url), 'utf8')
  expect(compileKernels()).toBe(committed)
})
