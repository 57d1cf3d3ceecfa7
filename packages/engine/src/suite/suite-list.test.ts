import { describe, expect, test } from 'vitest'
import { attacks, linfBall, losses, awayFrom, randomSource } from '../attacks/index.ts'
import { pointwiseVictim } from '../test/pointwise-victim.ts'
import { canonicalJson } from './canonical-json.ts'
import { partGroups, suiteDefinitionSchema, suiteHash, suites } from './index.ts'

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

  test('names only parameters that its attacks know', async () => {
    const clean = { shape: [1, 1, 1, 1, 2], data: Float32Array.of(0.25, 0.75) }
    for (const { attack, parameters } of suites['quick-1'].entries) {
      if (attack === 'none') continue
      const task = {
        victim: pointwiseVictim([0, 1], [0, -0.5]),
        clean,
        aim: awayFrom(Uint8Array.of(0, 1)),
        loss: losses.ce,
        ball: linfBall(8 / 255),
        random: randomSource([attack]),
      }
      await expect(attacks[attack].run(task, parameters)).resolves.toHaveProperty('adversarial')
    }
  })
})

describe('suite definitions', () => {
  test('two entries of one name are refused', () => {
    const suite = suites['quick-1']
    const [first] = suite.entries
    const twice = { ...suite, entries: [...suite.entries, { ...first, track: 'noise' }] }
    expect(() => suiteDefinitionSchema.parse(twice)).toThrow('Two entries have the same name.')
  })

  test('canonical JSON sorts the keys at every depth and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}')
  })
})
