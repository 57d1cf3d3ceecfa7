import { describe, expect, it } from 'vitest'
import type { Confinement } from './confinement.ts'
import { defaultLimits, type SandboxLimits } from './limits.ts'
import { encodeFrameHead } from './protocol/index.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'
import { SandboxConnection } from './sandbox-connection.ts'

const confinement: Confinement = (await probeBubblewrap()).works ? 'bubblewrap' : 'degraded'

/** A process in place of the model server that answers whatever comes with these bytes. */
function answering(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('base64')
  return ['--eval', `process.stdin.once('data', () => process.stdout.write(Buffer.from('${text}', 'base64')))`]
}

async function request(program: string[], limits: Partial<SandboxLimits> = {}, seconds = 20) {
  const connection = await SandboxConnection.start(confinement, { ...defaultLimits, ...limits }, { program })
  const answer = connection.request({ kind: 'forward' }, [new Uint8Array(8)], { seconds, payloadBytes: 8 })
  return { answer: answer.finally(() => connection.close()), connection }
}

describe('SandboxConnection', () => {
  it('hands over a tensor of exactly the expected size', async () => {
    const { answer } = await request(
      answering(Buffer.concat([encodeFrameHead({ kind: 'tensor' }, 8), new Uint8Array(8)])),
    )
    expect((await answer).payload.byteLength).toBe(8)
  })

  it.each([
    ['more payload than asked for', encodeFrameHead({ kind: 'tensor' }, 2 ** 31)],
    ['a tensor of the wrong size', Buffer.concat([encodeFrameHead({ kind: 'tensor' }, 4), new Uint8Array(4)])],
    ['a reply of another kind of message', encodeFrameHead({ kind: 'surprise' }, 0)],
    ['a header that is not JSON', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0x7b])],
    ['a header of 4 GiB', new Uint8Array([255, 255, 255, 255, 0, 0, 0, 0])],
  ])('kills a process that sends %s', async (_, bytes) => {
    const { answer, connection } = await request(answering(bytes))
    await expect(answer).rejects.toMatchObject({ code: 'model-crashed' })
    expect(connection.isAlive).toBe(false)
  })

  it('kills a process that blocks past its time', async () => {
    const started = performance.now()
    const { answer } = await request(['--eval', 'for (;;);'], {}, 1)
    await expect(answer).rejects.toMatchObject({ code: 'time-budget-exceeded' })
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('says so when the process dies', async () => {
    const { answer } = await request(['--eval', 'process.stdin.once("data", () => process.abort())'])
    await expect(answer).rejects.toMatchObject({ code: 'model-crashed' })
  })

  it('says so when the process takes too much memory', async () => {
    const grow = 'const held = []; setInterval(() => held.push(Buffer.alloc(32 << 20, 1)), 10)'
    const { answer } = await request(['--eval', grow], { memoryBytes: 256 * 2 ** 20 })
    await expect(answer).rejects.toMatchObject({ code: 'memory-budget-exceeded' })
  })

  it('rejects the request under way when it is closed', async () => {
    const { answer, connection } = await request(['--eval', 'for (;;);'])
    await Promise.all([expect(answer).rejects.toMatchObject({ code: 'closed' }), connection.close()])
  })
})
