import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { modelPool, type WindowModel } from '../inference/index.ts'
import { openWindowModel } from '../runtime/index.ts'
import { modelFiles, openSurrogates, type SuiteDefinition, suites } from './index.ts'

const baselines = fileURLToPath(new URL('../../../../baselines/models', import.meta.url))
const suite: SuiteDefinition = suites['standard-1']
const [first, second] = suite.surrogates?.filter(({ datasetId }) => datasetId === 'phantom-ct') ?? []
const group = 'transfer-ensemble'
const opened: WindowModel[] = []
let pool = modelPool(2 ** 32)
afterEach(async () => {
  await pool.close()
  pool = modelPool(2 ** 32)
  opened.length = 0
})

function request(modelHash: string) {
  return {
    ...{ suite, group, context: { datasetId: 'phantom-ct', modelHash, gradient: 'available' as const } },
    ...{ volumeShape: [1, 1, 16, 16, 16], classCount: 9, roiShape: [16, 16, 16] as const, pool },
    read: modelFiles(baselines),
    open: async (file: Uint8Array, window: { windowShape: readonly [number, number, number] }) => {
      const model = await openWindowModel(file, { ...window, threads: 1 })
      opened.push(model)
      return model
    },
  }
}

describe('the surrogates of a group', () => {
  test('are the baselines that the suite names by hash, opened when they are asked', async () => {
    const surrogates = await openSurrogates(request('0'.repeat(64)))
    expect(surrogates.map(({ modelHash }) => modelHash)).toEqual(
      expect.arrayContaining([first?.modelHash, second?.modelHash]),
    )
    expect(opened).toHaveLength(0)
    const x = { shape: [1, 1, 16, 16, 16], data: new Float32Array(4096).fill(0.5) }
    const logits = await surrogates[0]?.victim.logits(x)
    expect(logits?.shape).toEqual([1, 9, 16, 16, 16])
    expect(opened).toHaveLength(1)
    // The next part finds it open.
    const [again] = await openSurrogates(request('0'.repeat(64)))
    await again?.victim.logits(x)
    expect(opened).toHaveLength(1)
    await pool.close()
    await expect(opened[0]?.forward(x.data)).rejects.toMatchObject({ code: 'session-closed' })
  })

  test('leave out the model under evaluation', async () => {
    const surrogates = await openSurrogates(request(first?.modelHash ?? ''))
    expect(surrogates.map(({ modelHash }) => modelHash)).not.toContain(first?.modelHash)
    expect(surrogates.length).toBeGreaterThan(0)
  })

  test('are none in a group of white-box attacks', async () => {
    const surrogates = await openSurrogates({ ...request('0'.repeat(64)), group: 'ladder' })
    expect(surrogates).toEqual([])
  })

  test('must lie beside the suite', async () => {
    await expect(modelFiles(baselines)('0'.repeat(64))).rejects.toThrow('which the suite names as a surrogate')
  })
})
