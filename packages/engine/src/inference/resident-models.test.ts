import { describe, expect, test } from 'vitest'
import { type ModelSource, residentModels, type WindowModel } from './index.ts'

/** Sources of `bytes` each that note what is opened (+name) and closed (-name). */
function sources(names: readonly string[], bytes: number) {
  const notes: string[] = []
  const all = names.map((name): ModelSource => {
    const shape = { channelCount: 1, classCount: 2, windowShape: [1, 1, 1] as const }
    const model: WindowModel = {
      ...shape,
      forward: async (x) => x,
      vjp: async (x) => x,
      forwardThenVjp: async (x, cotangent) => ({ logits: x, dx: await cotangent(x) }),
      close: async () => void notes.push(`-${name}`),
    }
    const open = async (): Promise<WindowModel> => {
      notes.push(`+${name}`)
      return model
    }
    return { ...shape, bytes, open }
  })
  return { all, notes }
}

const x = Float32Array.of(1)

describe('models within a budget', () => {
  test('open when they are first asked and stay open where there is room', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const { models, close } = residentModels(all, 30)
    expect(notes).toEqual([])
    for (let round = 0; round < 2; round++) for (const model of models) await model.forward(x)
    expect(notes).toEqual(['+a', '+b', '+c'])
    await close()
    expect(notes.slice(3)).toEqual(['-a', '-b', '-c'])
  })

  test('make room for each other, the one called last first, so that turns in a ring find half of them open', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const { models } = residentModels(all, 20)
    for (let round = 0; round < 2; round++) for (const model of models) await model.vjp(x, x)
    // a and b open; c takes b's place, a is there, b takes a's place, c is there.
    expect(notes).toEqual(['+a', '+b', '-b', '+c', '-a', '+b'])
  })

  test('two are open however small the budget', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const { models } = residentModels(all, 1)
    for (const model of models) await model.forwardThenVjp(x, (z) => z)
    expect(notes).toEqual(['+a', '+b', '-b', '+c'])
  })

  test('one that cannot be opened says so each time it is asked', async () => {
    const { all } = sources(['a'], 10)
    const broken = { ...all[0], open: () => Promise.reject(new Error('gone')) } as ModelSource
    const [model] = residentModels([broken], 10).models
    await expect(model?.forward(x)).rejects.toThrow('gone')
    await expect(model?.forward(x)).rejects.toThrow('gone')
  })
})
