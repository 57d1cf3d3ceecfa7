import { beforeAll, describe, expect, test } from 'vitest'
import { evaluatedBrightness } from '../test/evaluated-brightness.ts'
import { runPart, type SuiteDefinition, selectEntries, suiteDefinitionSchema, suites } from './index.ts'

const quick = suites['quick-1']
const selected = (suite: SuiteDefinition, ...names: string[]) => {
  const selection = selectEntries(suite, names)
  if (selection.status === 'unknown-name') throw new Error(selection.name)
  return selection
}

describe('a selection of a suite', () => {
  test('holds the entries and groups that were named, and the clean volume', () => {
    expect(selected(quick, 'pgd-8', 'fgsm').attacks).toEqual(['clean', 'fgsm-4', 'fgsm-8', 'pgd-8'])
  })

  test('brings along whatever an entry starts from', () => {
    const entries = quick.entries.map((one) => (one.name === 'fgsm-8' ? { ...one, start: 'fgsm-4' } : one))
    const suite = suiteDefinitionSchema.parse({ ...quick, entries })
    expect(selected(suite, 'fgsm-8').attacks).toEqual(['clean', 'fgsm-4', 'fgsm-8'])
  })

  test('brings the whole ladder for one of its rungs, and the diagnosis only where it is named', () => {
    const suite: SuiteDefinition = {
      ...quick,
      ladder: {
        ...{ group: 'ladder', attack: 'apgd', restarts: 1, keep: 0.5, lostBelow: 0.01 },
        ...{ losses: ['dicece'], epsilons: [2, 8], rounds: [{ steps: 2 }] },
      },
      diagnosis: { group: 'diagnosis', cases: 1 },
    }
    const rungs = selected(suite, 'apgd-8')
    expect(rungs.attacks).toEqual(['clean', 'apgd-2', 'apgd-8'])
    expect(rungs.suite.diagnosis).toBeUndefined()
    expect(selected(suite, 'diagnosis').attacks).toEqual(['clean', 'diagnosis'])
    expect(selected(suite, 'diagnosis').suite.ladder).toBeUndefined()
  })

  test('names what it does not know, and what there is', () => {
    expect(selectEntries(quick, ['clean', 'magic'])).toMatchObject({
      status: 'unknown-name',
      name: 'magic',
      known: expect.arrayContaining(['pgd-8', 'fgsm']),
    })
  })

  let evaluated: Awaited<ReturnType<typeof evaluatedBrightness>>
  beforeAll(async () => {
    evaluated = await evaluatedBrightness()
  })
  test('gives an entry the outcome that it has in the whole suite', async () => {
    const [request] = evaluated.requests
    if (!request) throw new Error('No request.')
    const { outcomes } = await runPart({ ...request, suite: selected(quick, 'gaussian-noise-8').suite })
    const whole = evaluated.parts[0]?.outcomes.find(({ entry }) => entry === 'gaussian-noise-8')
    expect(outcomes.map(({ entry }) => entry)).toEqual(['clean', 'gaussian-noise-8'])
    expect({ ...outcomes[1], seconds: 0 }).toEqual({ ...whole, seconds: 0 })
  })
})
