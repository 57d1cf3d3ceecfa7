import { describe, expect, test } from 'vitest'
import { type ModelSource, modelPool, type WindowModel } from './index.ts'

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
    return { ...shape, key: name, bytes: () => bytes, open }
  })
  return { all, notes }
}

const x = Float32Array.of(1)

describe('models within a budget', () => {
  test('open when they are first asked and stay open where there is room', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const { lend, close } = modelPool(30)
    const models = lend(all)
    expect(notes).toEqual([])
    for (let round = 0; round < 2; round++) for (const model of models) await model.forward(x)
    expect(notes).toEqual(['+a', '+b', '+c'])
    await close()
    expect(notes.slice(3)).toEqual(['-a', '-b', '-c'])
  })

  test('make room for each other, the one called last first, so that turns in a ring find half of them open', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const models = modelPool(20).lend(all)
    for (let round = 0; round < 2; round++) for (const model of models) await model.vjp(x, x)
    // a and b open; c takes b's place, a is there, b takes a's place, c is there.
    expect(notes).toEqual(['+a', '+b', '-b', '+c', '-a', '+b'])
  })

  test('two are open however small the budget', async () => {
    const { all, notes } = sources(['a', 'b', 'c'], 10)
    const models = modelPool(1).lend(all)
    for (const model of models) await model.forwardThenVjp(x, (z) => z)
    expect(notes).toEqual(['+a', '+b', '-b', '+c'])
  })

  test('one that cannot be opened says so each time it is asked', async () => {
    const { all } = sources(['a'], 10)
    const broken = { ...all[0], open: () => Promise.reject(new Error('gone')) } as ModelSource
    const [model] = modelPool(10).lend([broken])
    await expect(model?.forward(x)).rejects.toThrow('gone')
    await expect(model?.forward(x)).rejects.toThrow('gone')
  })

  test('one whose call failed is opened anew', async () => {
    const { all, notes } = sources(['a'], 10)
    const [model] = modelPool(10).lend(all)
    const failing = model?.forwardThenVjp(x, () => Promise.reject(new Error('no cotangent')))
    await expect(failing).rejects.toThrow('no cotangent')
    await model?.forward(x)
    expect(notes).toEqual(['+a', '-a', '+a'])
  })

  test('stay open for the next loan; what is not on loan goes first where room is needed', async () => {
    const { all, notes } = sources(['a', 'b', 'c', 'd'], 10)
    const pool = modelPool(30)
    for (const model of pool.lend(all.slice(0, 3))) await model.forward(x)
    const [b, d] = pool.lend(all.filter((_, index) => index % 2 === 1))
    for (let round = 0; round < 2; round++) for (const model of [b, d]) await model?.forward(x)
    expect(notes).toEqual(['+a', '+b', '+c', '-a', '+d'])
  })
})
