import { describe, expect, test } from 'vitest'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import {
  expectedSeconds,
  type PartContext,
  partCalls,
  partGroups,
  runPart,
  type SuiteDefinition,
  suites,
} from './index.ts'

const shape = [6, 6, 6] as const
const label = { shape, data: Uint8Array.from({ length: 216 }, (_, v) => (v % 6 < 3 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.8 : 0.2)) }
const [surrogate] = suites['standard-1'].surrogates ?? []
const context: PartContext = { datasetId: surrogate?.datasetId ?? '', modelHash: '0', gradient: 'available' }

async function callsOf(suite: SuiteDefinition, group: string): Promise<{ model: object; surrogates: object }> {
  const victim = pointwiseVictim([0, 100], [0, -50])
  const shared = pointwiseVictim([0, 100], [0, -50])
  await runPart({
    ...context,
    suite,
    group,
    victim,
    tile: { shape, victim },
    surrogates: suite.surrogates?.map((one) => ({
      ...one,
      ...{ windowShape: shape, victim: shared, tile: { shape, victim: shared } },
    })),
    image,
    label,
    spacingMm: [1, 1, 1],
    classCount: 2,
    caseKey: 'case-1',
  })
  const asCalls = ({ calls }: typeof victim) => ({ predictions: calls.logits, gradients: calls.gradients })
  return { model: asCalls(victim), surrogates: asCalls(shared) }
}

describe.each(Object.values(suites))('$id', (suite) => {
  const groups = partGroups(suite, { ...context, caseIndex: Number.POSITIVE_INFINITY })

  test.each(groups.filter((group) => group !== suite.ladder?.group))(
    '%s asks its networks as often as foretold',
    async (group) => {
      const { model, surrogates } = partCalls(suite, group, { ...context, windows: 1, tiles: 1 })
      expect(await callsOf(suite, group)).toEqual({ model, surrogates })
    },
  )
})

test('the ladder asks no more often than foretold', async () => {
  const suite = suites['standard-1']
  const foretold = partCalls(suite, 'ladder', { ...context, windows: 1, tiles: 1 }).model
  // 10 candidates for 5 steps, 5 for 10 and 3 for 20, at each of five epsilons; each run and each rung predicts besides.
  expect(foretold).toEqual({ predictions: 5 * (18 * 3 + 1), gradients: 5 * 160 })
  const { model } = await callsOf(suite, 'ladder')
  // The first rung has none below it, and here no rung finds anything.
  expect(model).toEqual({ predictions: foretold.predictions - 1, gradients: foretold.gradients })
})

test('several windows cost a prediction each before the gradients, tiles none', () => {
  const standard = partCalls(suites['standard-1'], 'l2', { ...context, windows: 8, tiles: 1 })
  expect(standard.model).toEqual({ predictions: 8 * (9 + 60), gradients: 8 * 60 })
  const paper = partCalls(suites['paper-1'], 'bound-8', { ...context, windows: 27, tiles: 8 })
  expect(paper.model).toEqual({ predictions: 27 * 5, gradients: 8 * 81 })
  expect(expectedSeconds({ predictions: 10, gradients: 4 }, { prediction: 0.5, gradient: 2 })).toBe(13)
})
