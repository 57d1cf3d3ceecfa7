import { execFile, spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import processOptions from '@voxproof/engine/process-options.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { type ProcessOutcome, startConfined } from './confined-process.ts'
import { confinedCommand } from './confinement.ts'
import { defaultLimits, type SandboxLimits } from './limits.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'

const probe = await probeBubblewrap()
if (!probe.works) console.warn(`SKIPPED: the sandbox's confinement is not tested: ${probe.reason}`)

const repositoryRoot = resolve(import.meta.dirname, '../../../..')

/** Runs code as the sandboxed process would run it. */
async function confined(
  code: string,
  limits: Partial<SandboxLimits> = {},
): Promise<{ output: string; outcome: ProcessOutcome }> {
  const program = ['--input-type=module', '--eval', code]
  const child = await startConfined('bubblewrap', { ...defaultLimits, ...limits }, { program })
  let output = ''
  child.output.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return { outcome: await child.ended, output: output.trim() }
}

describe.skipIf(!probe.works)('a confined process', () => {
  it('has no network, not even to a server on this machine', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolveListening) => server.once('listening', resolveListening))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { output } = await confined(`
      import net from 'node:net'
      import { readFileSync } from 'node:fs'
      const socket = net.connect(${port}, '127.0.0.1')
      socket.on('connect', () => console.log('connected')).on('error', (error) => console.log(error.code))
      console.log(readFileSync('/proc/net/dev', 'utf8').match(/\\w+(?=:)/g).join())`)
    server.close()
    expect(output.split('\n').sort()).toEqual(['EPERM', 'lo'])
  })

  it('sees neither system files, nor the data folder, nor the rest of the repository', async () => {
    const secret = join(repositoryRoot, '.voxproof', 'sandbox-test')
    await mkdir(secret, { recursive: true })
    await writeFile(join(secret, 'secret'), 'secret')
    const paths = ['/etc/passwd', join(secret, 'secret'), join(repositoryRoot, 'package.json'), '/app/packages/schema']
    const { output } = await confined(`
      import { existsSync, readdirSync } from 'node:fs'
      console.log(JSON.stringify([${JSON.stringify(paths)}.map(existsSync), readdirSync('/').sort(), process.env]))`)
    await rm(secret, { recursive: true })
    const [found, root, environment] = JSON.parse(output)
    expect(found).toEqual([false, false, false, false])
    expect(['lib64', 'app', 'dev', 'lib', 'proc', 'usr']).toEqual(expect.arrayContaining(root))
    expect(environment).toEqual({ ...processOptions.environment, ORT_DISABLE_TELEMETRY: '1', PWD: '/' })
  })

  it('is nobody, without capabilities, under a seccomp filter, and can write nowhere', async () => {
    const { output } = await confined(`
      import { readFileSync, writeFileSync } from 'node:fs'
      const write = (path) => { try { writeFileSync(path, 'x'); return 'written' } catch (error) { return error.code } }
      const status = readFileSync('/proc/self/status', 'utf8')
      const field = (name) => status.match(new RegExp('^' + name + ':\\\\s+(.*)$', 'm'))[1]
      console.log(JSON.stringify([field('CapEff'), field('NoNewPrivs'), field('Seccomp'),
        ['/file', '/app/file', '/app/packages/engine/src/file', '/lib/no-such-file'].map(write)]))`)
    expect(JSON.parse(output)).toEqual(['0000000000000000', '1', '2', ['EROFS', 'EROFS', 'EROFS', 'EROFS']])
  })

  it('finds no program to start but node itself', async () => {
    const { output } = await confined(`
      import { spawnSync } from 'node:child_process'
      console.log(['/bin/sh', '/usr/bin/env', 'bwrap'].map((file) => spawnSync(file).error.code).join())`)
    expect(output).toBe('ENOENT,ENOENT,ENOENT')
  })

  it('is killed when its resident memory passes the limit', async () => {
    const grow = `const held = []
      for (;;) { held.push(Buffer.alloc(32 << 20, 1)); await new Promise((wake) => setTimeout(wake, 20)) }`
    const { outcome } = await confined(grow, { memoryBytes: 384 * 2 ** 20 })
    expect(outcome.overMemory).toBe(true)
    expect(outcome.peakBytes).toBeLessThan(2 * 384 * 2 ** 20)
  })

  it('is refused one huge allocation by the kernel', async () => {
    const { output } = await confined(
      `try { new Uint8Array(6 * 2 ** 30).fill(1); console.log('allocated') } catch (error) { console.log(error.name) }`,
      { memoryBytes: 256 * 2 ** 20 },
    )
    expect(output).toBe('RangeError')
  })

  it('is ended when its processor time is used up', async () => {
    const { outcome } = await confined('for (;;);', { cpuSeconds: 1 })
    expect(outcome.exitCode).toBe(128 + 24)
  })

  it('is gone after a kill at any moment of its start', async () => {
    const marker = `voxproof-killed-${process.pid}`
    const delaysMs = Array.from({ length: 30 }, (_, index) => 2 * index)
    for (const delayMs of delaysMs) {
      const child = await startConfined('bubblewrap', defaultLimits, { program: ['--eval', 'for (;;);', marker] })
      await sleep(delayMs)
      child.kill()
      await child.ended
    }
    await expect.poll(() => processesWith(marker)).toBe(0)
  })

  it('dies with its parent, be it by kill -9', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', parentProgram], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolveReady) => parent.stdout.once('data', resolveReady))
    const marker = `voxproof-${parent.pid}`
    expect(await processesWith(marker)).toBeGreaterThan(0)
    parent.kill('SIGKILL')
    await expect.poll(() => processesWith(marker), { timeout: 15_000 }).toBe(0)
  })
})

const parentProgram = `
  import { startConfined } from ${JSON.stringify(join(import.meta.dirname, 'confined-process.ts'))}
  import { defaultLimits } from ${JSON.stringify(join(import.meta.dirname, 'limits.ts'))}
  const program = ['--input-type=module', '--eval', "console.log('up'); setInterval(() => {}, 1000)", 'voxproof-' + process.pid]
  const child = await startConfined('bubblewrap', defaultLimits, { program })
  child.output.once('data', () => console.log('up'))`

/** Number of processes, on the whole machine, with this word on their command line. */
async function processesWith(word: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line.includes(word)).length
}

describe('startConfined', () => {
  it('gives the blocks of a large model back to the system, for its memory, and keeps those of a small one', async () => {
    const environmentOf = async (modelBytes: number) => {
      const { environment, release } = await confinedCommand('degraded', defaultLimits, { modelBytes })
      release()
      return environment
    }
    expect(await environmentOf(2 ** 24 - 1)).toMatchObject(processOptions.environment)
    expect(await environmentOf(2 ** 24)).not.toHaveProperty('GLIBC_TUNABLES')
    expect(await environmentOf(2 ** 24)).toMatchObject({ MALLOC_MMAP_THRESHOLD_: '1048576' })
  })

  it('runs the degraded mode without the environment of the evaluator', async () => {
    const program = [
      '--eval',
      'console.log(JSON.stringify([process.env, process.permission.has("fs.read", "/etc/passwd")]))',
    ]
    const child = await startConfined('degraded', defaultLimits, { program })
    let output = ''
    child.output.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    expect((await child.ended).exitCode).toBe(0)
    const [environment, readsPasswd] = JSON.parse(output)
    expect(Object.keys(environment).sort()).toEqual(['GLIBC_TUNABLES', 'ORT_DISABLE_TELEMETRY', 'PATH'])
    expect(readsPasswd).toBe(false)
  })
})
