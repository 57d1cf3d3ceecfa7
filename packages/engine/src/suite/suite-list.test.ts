import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { attacks } from '../attacks/index.ts'
import { canonicalJson } from './canonical-json.ts'
import { partGroups, suiteDefinitionSchema, suiteHash, suites } from './index.ts'

const models = fileURLToPath(new URL('../../../../baselines/models/', import.meta.url))

describe('quick-1', () => {
  test('is frozen: a change to it needs a new version', () => {
    expect(suiteHash(suites['quick-1'])).toBe('636f5f607e00a8949533604269d70885ea9bcfa4b39c3be4f2a3094ba08f6afd')
  })

  test('covers noise, FGSM, the PGD curve and queries alone, in parts of at most a minute', () => {
    expect(partGroups(suites['quick-1'])).toEqual([
      'clean',
      'fgsm',
      'pgd-1',
      'pgd-2',
      'pgd-4',
      'pgd-8',
      'pgd-ce-8',
      'square-8',
    ])
  })
})

describe.each(Object.values(suites))('$id', (suite) => {
  test('names only parameters that its attacks know', () => {
    for (const { attack, parameters, restarts, whenDoubted } of suite.entries) {
      const stronger = { ...parameters, ...whenDoubted?.parameters }
      if (attack !== 'none') expect(attacks[attack].calls(parameters)).toHaveProperty('gradients')
      if (attack !== 'none') expect(attacks[attack].calls(stronger)).toHaveProperty('gradients')
      expect(restarts).toBeGreaterThan(0)
    }
  })

  test('gives every bounded attack a bound, and unbounded ones none', () => {
    for (const { name, attack, epsilon } of suite.entries) {
      if (attack !== 'none') expect([name, epsilon !== null]).toEqual([name, attacks[attack].bounded])
    }
  })

  test('freezes surrogates that lie in baselines/models with these bytes', () => {
    const hashes = readdirSync(models)
      .filter((name) => name.endsWith('.onnx'))
      .map((name) =>
        createHash('sha256')
          .update(readFileSync(`${models}${name}`))
          .digest('hex'),
      )
    for (const { name, modelHash } of suite.surrogates ?? []) {
      expect(hashes, `${name} is not in baselines/models as the suite names it`).toContain(modelHash)
    }
  })
})

describe('suite definitions', () => {
  const suite = suites['standard-1']
  const entries = (...more: object[]) =>
    suiteDefinitionSchema.safeParse({ ...suite, entries: [...suite.entries, ...more] })
  const [some] = suite.entries.filter(({ name }) => name === 'pgd-8')

  const refused: [string, object, string][] = [
    ['a name that another entry has', { ...some, name: 'clean' }, 'Two entries have the same name.'],
    ["a name of the ladder's outcomes", { ...some, name: 'apgd-0.5' }, 'Two entries have the same name.'],
    ['a second clean entry', { ...some, name: 'again', track: 'clean' }, 'A suite has exactly one clean entry.'],
    ["the ladder's group", { ...some, name: 'x', group: 'ladder' }, "The ladder's group holds nothing else."],
    [
      'a start that comes later',
      { ...some, name: 'x', start: 'x' },
      'An entry starts from an earlier one of its own group.',
    ],
    [
      'a start of another group',
      { ...some, name: 'x', start: 'clean' },
      'An entry starts from an earlier one of its own group.',
    ],
    [
      'an unknown surrogate',
      { ...some, name: 'x', surrogates: ['nobody'] },
      'An entry names a surrogate that the suite does not have.',
    ],
  ]
  test.each(refused)('%s is refused', (_, entry, message) => {
    expect(entries(entry).error?.issues[0]?.message).toBe(message)
  })

  test('tiles in L2 are refused, and two surrogates of one name', () => {
    const tiles = suites['paper-1']
    const inL2 = { ...tiles, entries: tiles.entries.map((entry) => ({ ...entry, norm: 'l2' })) }
    expect(suiteDefinitionSchema.safeParse(inL2).error?.issues[0]?.message).toContain(
      'Tiles are attacked in L-inf alone',
    )
    const [first] = tiles.surrogates ?? []
    const twice = { ...tiles, surrogates: [...(tiles.surrogates ?? []), first] }
    expect(suiteDefinitionSchema.safeParse(twice).error?.issues[0]?.message).toContain('have the same name')
  })

  test('canonical JSON sorts the keys at every depth and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}')
  })
})
