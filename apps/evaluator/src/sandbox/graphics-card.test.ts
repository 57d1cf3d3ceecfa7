import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { confinedCommand } from './confinement.ts'
import { graphicsCard } from './graphics-card.ts'
import { defaultLimits } from './limits.ts'

const root = mkdtempSync(join(tmpdir(), 'voxproof-card-'))
afterAll(() => rmSync(root, { recursive: true }))

test('with cuda the driver’s device nodes and the toolkit’s libraries are found, and nothing else of /dev', () => {
  mkdirSync(join(root, 'dev'))
  mkdirSync(join(root, 'usr/local/cuda/lib64'), { recursive: true })
  for (const name of ['nvidia0', 'nvidia1', 'nvidiactl', 'nvidia-uvm', 'nvidia-modeset', 'sda', 'mem'])
    writeFileSync(join(root, 'dev', name), '')
  expect(graphicsCard(['cuda', 'cpu'], root)).toEqual({
    devices: ['nvidia-uvm', 'nvidia0', 'nvidia1', 'nvidiactl'].map((name) => join(root, 'dev', name)),
    libraries: [join(root, 'usr/local/cuda/lib64')],
  })
})

test('without cuda no device is shown, whatever the machine has', () => {
  expect(graphicsCard(['cpu'], root)).toBeUndefined()
})

test.each([
  [['cpu'], false],
  [['cuda', 'cpu'], true],
])('the sandbox of providers %j asks for device nodes: %s', async (providers, expected) => {
  const command = await confinedCommand('bubblewrap', defaultLimits, { providers, fileSystem: root })
  expect(command.args.includes('--dev-bind')).toBe(expected)
  expect(command.args.includes('LD_LIBRARY_PATH')).toBe(expected)
  command.release()
})
