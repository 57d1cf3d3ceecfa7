import { describe, expect, it } from 'vitest'
import { ModelShelf } from './model-shelf.ts'
import { openSandboxedModel, probeBubblewrap, type SandboxedModel } from './sandbox/index.ts'
import { segmenter } from './test/models.ts'

const confinement = (await probeBubblewrap()).works ? 'bubblewrap' : 'degraded'
const never = new AbortController().signal
const key = (submissionId: string) => ({ submissionId, modelHash: 'a', windowShape: [4, 4, 4] })

/** Opens real models and keeps them in order. */
function opener() {
  const opened: SandboxedModel[] = []
  return {
    opened,
    async open() {
      const window = { windowShape: [4, 4, 4] as const, channelCount: 1 }
      const model = await openSandboxedModel(segmenter({ classes: 2 }), {
        ...{ ...window, confinement, runtime: { providers: ['cpu'], threads: 1 } },
      })
      opened.push(model)
      return model
    },
  }
}

const forward = (model: SandboxedModel) => model.forward(new Float32Array(64))

describe('ModelShelf', () => {
  it('serves consecutive parts of a submission with one process, and another submission with another', async () => {
    const shelf = new ModelShelf<SandboxedModel>(1)
    const { open, opened } = opener()
    for (const submission of ['first', 'first', 'second']) await shelf.use(key(submission), never, open, forward)
    expect(opened.map(({ isAlive }) => isAlive)).toEqual([false, true])
    await shelf.close()
    expect(opened.map(({ isAlive }) => isAlive)).toEqual([false, false])
  })

  it('does not lend a model again whose work has failed', async () => {
    const shelf = new ModelShelf<SandboxedModel>(1)
    const { open, opened } = opener()
    const failing = shelf.use(key('first'), never, open, () => Promise.reject(new Error('broken')))
    await expect(failing).rejects.toThrow('broken')
    await shelf.use(key('first'), never, open, forward)
    expect(opened.length).toBe(2)
    await shelf.close()
  })

  it('kills the process in the middle of its work when told to stop', async () => {
    const shelf = new ModelShelf<SandboxedModel>(1)
    const { open, opened } = opener()
    const stop = new AbortController()
    const working = shelf.use(key('first'), stop.signal, open, async (model) => {
      for (;;) {
        await forward(model)
        stop.abort()
      }
    })
    await expect(working).rejects.toMatchObject({ code: 'closed' })
    expect(opened[0]?.isAlive).toBe(false)
  })
})
