import { expect, test } from 'vitest'
import type { Victim } from '../../attacks/index.ts'
import { pointwiseVictim } from '../../test/pointwise-victim.ts'
import { type EvaluationReport, type PartResult, runPart, type SuiteDefinition, suites, summarise } from '../index.ts'

const quick = suites['quick-1']
const kept = new Set(['clean', 'pgd-8', 'square-8'])
const [first, ...others] = quick.entries.filter(({ group }) => kept.has(group))
if (!first) throw new Error('quick-1 has none of the groups.')
const suite: SuiteDefinition = { ...quick, entries: [first, ...others], diagnosis: { group: 'diagnosis', cases: 1 } }

// A bright organ on dark ground, both within 8/255 of the threshold at 1/2.
const shape = [4, 4, 4] as const
const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.52 : 0.48)) }

async function reportOf(victim: Victim): Promise<EvaluationReport> {
  const request = { suite, victim, image, label, spacingMm: [1, 1, 1] as const, classCount: 2, caseKey: 'case-1' }
  const parts: PartResult[] = []
  for (const group of [...kept, 'diagnosis']) {
    parts.push(await runPart({ ...request, group, datasetId: 'test', modelHash: '0', gradient: 'available' }))
  }
  const provenance = {
    ...{ modelHash: '0', suiteId: suite.id, suiteHash: '0', datasetId: 'test', datasetHash: '0', seed: suite.seed },
    ...{ engineVersion: '0', runtimeVersion: '0', providers: ['cpu'] },
  }
  return summarise({ suite, provenance, classNames: ['background', 'organ'], parts, caseOrder: ['case-1'] })
}

test('hiding its gradient does not pay: the queries decide, and the report says why', async () => {
  const open = pointwiseVictim([0, 20], [0, -10])
  const hidden: Victim = {
    ...open,
    lossGradient: async (x, objective) => {
      const result = await open.lossGradient(x, objective)
      return { ...result, dx: { shape: x.shape, data: result.dx.data.map(() => 0) } }
    },
  }
  const [honest, masked] = [await reportOf(open), await reportOf(hidden)]
  expect(honest).toMatchObject({ flags: [], rankedBy: 'worst-case', robust: { mean: 0 } })

  expect(masked.robustByTrack['white-box']?.mean).toBe(1)
  const blackBox = masked.robustByTrack['black-box']?.mean ?? 1
  expect(blackBox).toBeLessThan(0.7)
  expect(masked.rankedBy).toBe('black-box')
  expect(masked.robust.mean).toBe(blackBox)
  expect(masked.flags.map(({ code }) => code)).toEqual([
    'gradient-disagrees',
    'zero-gradient',
    'black-box-beats-white-box',
    'noise-as-harmful-as-attack',
  ])
})
