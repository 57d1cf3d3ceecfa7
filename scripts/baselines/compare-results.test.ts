import {
  manifestText,
  partGroups,
  type ResultManifest,
  resultManifest,
  suiteHash,
  suites,
  summarise,
} from '@voxproof/engine/suite'
import { expect, test } from 'vitest'
import { compareResults } from './compare-results.ts'

const suite = suites['quick-1']
const provenance = {
  ...{ modelHash: 'm', suiteId: suite.id, suiteHash: suiteHash(suite), datasetId: 'd', datasetHash: 'h', seed: 1 },
  ...{ engineVersion: '0.1.0', engineHash: 'e', runtimeVersion: '1', providers: ['cpu'] },
}

function result({ dice, engineHash = 'e', cases = ['a'] }: { dice: number; engineHash?: string; cases?: string[] }) {
  const parts = cases.flatMap((caseKey) =>
    partGroups(suite).map((group) => {
      const outcomes = suite.entries
        .filter((entry) => entry.group === group)
        .map(({ name, attack, track, epsilon }) => ({
          ...{ entry: name, attack, track, epsilon, dice: [1, dice], hd95Mm: [null, 1], nsd: [null, 1] },
          ...{ foregroundDice: track === 'clean' ? 1 : dice, linf: 0, l2: 0, losses: [], nonFinite: false, seconds: 1 },
        }))
      return { caseKey, group, outcomes }
    }),
  )
  const named = { ...provenance, engineHash }
  const request = { suite, provenance: named, classNames: ['background', 'organ'], parts, caseOrder: cases }
  const manifest: ResultManifest = resultManifest(summarise(request), parts)
  return manifestText(manifest)
}

test('equal bytes are the same result', () => {
  expect(compareResults(result({ dice: 0.5 }), result({ dice: 0.5 }))).toMatchObject({ isSame: true })
})

test('so are equal numbers of another engine, which is said', () => {
  const { isSame, message } = compareResults(result({ dice: 0.5 }), result({ dice: 0.5, engineHash: 'f' }))
  expect(isSame).toBe(true)
  expect(message).toBe('the committed numbers, which another engine (e, now f) computed')
})

test('another number is another result; the outcome that moved farthest is named', () => {
  const { isSame, message } = compareResults(result({ dice: 0.5 }), result({ dice: 0.25, engineHash: 'f' }))
  expect(isSame).toBe(false)
  expect(message).toMatch(/\d+ of \d+ outcomes have another Dice, most of all .* on a: 0\.500000, now 0\.250000$/)
})

test('so is one with other outcomes', () => {
  const { isSame, message } = compareResults(result({ dice: 0.5 }), result({ dice: 0.5, cases: ['a', 'b'] }))
  expect(isSame).toBe(false)
  expect(message).toContain('on b among them')
})
