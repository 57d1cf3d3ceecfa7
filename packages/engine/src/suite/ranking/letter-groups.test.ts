import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { letterGroups } from './letter-groups.ts'

const joined = (groups: readonly (readonly string[])[]): string[] => groups.map((letters) => letters.join(''))

/** Alike unless the pair is listed. */
const apart =
  (...pairs: readonly (readonly [number, number])[]) =>
  (a: number, b: number): boolean =>
    !pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a))

describe('letters', () => {
  test('an entry between two that differ is in the group of either', () => {
    expect(joined(letterGroups(3, apart([0, 2])))).toEqual(['a', 'ab', 'b'])
  })

  test('entries that are all alike are one group, those that all differ have one each', () => {
    expect(joined(letterGroups(3, () => true))).toEqual(['a', 'a', 'a'])
    expect(joined(letterGroups(3, (a, b) => a === b))).toEqual(['a', 'b', 'c'])
    expect(letterGroups(0, () => true)).toEqual([])
  })

  test('a group need not be a run of ranks', () => {
    // The second differs from both of its neighbours, which do not differ.
    expect(joined(letterGroups(3, apart([0, 1], [1, 2])))).toEqual(['a', 'b', 'a'])
  })

  test('after z come aa and ab', () => {
    const groups = letterGroups(28, (a, b) => a === b)
    expect(groups.slice(24).flat()).toEqual(['y', 'z', 'aa', 'ab'])
  })

  test('two entries share a letter if and only if they are alike, whatever the relation', () => {
    const relation = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.record({ count: fc.constant(count), different: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1))) }),
      )
    fc.assert(
      fc.property(relation, ({ count, different }) => {
        const pairs = different.filter(([a, b]) => a !== b)
        const groups = letterGroups(count, apart(...pairs))
        for (let a = 0; a < count; a++) {
          expect(groups[a]?.length).toBeGreaterThan(0)
          for (let b = 0; b < count; b++) {
            const share = groups[a]?.some((letter) => groups[b]?.includes(letter))
            expect(share).toBe(apart(...pairs)(a, b))
          }
        }
      }),
      { seed: 22, numRuns: 300 },
    )
  })
})
