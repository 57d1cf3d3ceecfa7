import { describe, expect, test } from 'vitest'
import { applicableEntries, partGroups, suites, surrogatesOfGroup } from './index.ts'

const suite = suites['standard-1']
const [first, second] = suite.surrogates ?? []
if (!first || !second) throw new Error('standard-1 has fewer than two surrogates.')
const context = { datasetId: first.datasetId, modelHash: '0'.repeat(64), gradient: 'available' as const }
const namesOf = (of: typeof context | { gradient: 'none'; datasetId: string; modelHash: string }) =>
  applicableEntries(suite, of).map(({ name }) => name)

describe('the entries that apply', () => {
  test('the ladder has one for each epsilon', () => {
    const rungs = namesOf(context).filter((name) => /^apgd-[0-9.]+$/.test(name))
    expect(rungs).toEqual(['apgd-0.5', 'apgd-1', 'apgd-2', 'apgd-4', 'apgd-8'])
  })

  test('a model without a gradient is left to noise, queries and transfer', () => {
    const entries = applicableEntries(suite, { ...context, gradient: 'none' })
    expect(new Set(entries.map(({ track }) => track))).toEqual(new Set(['clean', 'noise', 'black-box']))
    expect(partGroups(suite, { ...context, gradient: 'none', caseIndex: 0 })).not.toContain('ladder')
    expect(entries.map(({ name }) => name)).toContain('square-8')
    expect(entries.map(({ name }) => name)).toContain('transfer-ensemble-8')
  })

  test('a surrogate is never attacked with itself; an entry that has only it drops out', () => {
    const own = { ...context, modelHash: first.modelHash }
    expect(surrogatesOfGroup(suite, 'transfer-ensemble', own).map(({ modelHash }) => modelHash)).not.toContain(
      first.modelHash,
    )
    expect(surrogatesOfGroup(suite, 'transfer-ensemble', own)).toContain(second)
    expect(namesOf(context)).toContain(`transfer-${first.name.toLowerCase()}-mi-8`)
    expect(namesOf(own)).not.toContain(`transfer-${first.name.toLowerCase()}-mi-8`)
  })

  test('on a dataset without surrogates no entry asks for one', () => {
    const elsewhere = namesOf({ ...context, datasetId: 'elsewhere' })
    expect(elsewhere.filter((name) => name.startsWith('transfer'))).toEqual([])
  })

  test('where the gradient is doubted, an entry runs as it says for that, any other as always', () => {
    const whenDoubted = { parameters: { queries: 1000 }, restarts: 2 }
    const entries = suite.entries.map((entry) => (entry.name === 'square-8' ? { ...entry, whenDoubted } : entry))
    const [given] = entries
    if (!given) throw new Error('standard-1 has no entries.')
    const definition = { ...suite, entries: [given, ...entries.slice(1)] } satisfies typeof suite
    const square = (doubted: boolean) =>
      applicableEntries(definition, { ...context, doubted }).find(({ name }) => name === 'square-8')
    expect(square(true)).toMatchObject({ parameters: { queries: 1000 }, restarts: 2 })
    expect(square(false)).toMatchObject({ parameters: { queries: 200 }, restarts: 1 })
    const others = (doubted: boolean) =>
      applicableEntries(definition, { ...context, doubted }).filter(
        ({ name, whenDoubted: own }) => name !== 'square-8' && !own,
      )
    expect(others(true)).toEqual(others(false))
  })

  test('only the first cases are diagnosed', () => {
    expect(suite.diagnosis?.cases).toBe(2)
    expect(partGroups(suite, { ...context, caseIndex: 1 })).toContain('diagnosis')
    expect(partGroups(suite, { ...context, caseIndex: 2 })).not.toContain('diagnosis')
  })
})
