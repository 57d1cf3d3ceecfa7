import type { EntrySummary, EvaluationReport } from '@voxproof/schema'
import { expect, test } from 'vitest'
import { noiseDiceOf, viewReport } from './view-evaluation.ts'

const interval = { mean: 0.5, low: 0.4, high: 0.6 }

function entry(name: string, track: EntrySummary['track'], mean: number): EntrySummary {
  const foregroundDice = { mean, low: mean, high: mean }
  return { entry: name, attack: name, track, epsilon: null, foregroundDice, hd95Mm: null, nsd: null, dice: [1, mean] }
}

/** A report as it was stored before norms, ladders and transfer. */
const old: EvaluationReport = {
  provenance: {
    ...{ modelHash: 'm', suiteId: 'quick-1', suiteHash: 's', datasetId: 'd', datasetHash: 'h' },
    ...{ engineVersion: '0.1.0', runtimeVersion: '1.30.0', providers: ['cpu'], seed: 1 },
  },
  ...{ classNames: ['background', 'liver'], caseCount: 1, clean: interval, robust: interval },
  robustByTrack: { 'white-box': interval, 'black-box': null, frequency: null },
  ...{ robustHd95Mm: null, robustNsd: null, retainedRatio: 1, curve: [], cases: [], flags: [] },
  entries: [entry('clean', 'clean', 0.9), entry('blur', 'noise', 0.8), entry('spike', 'noise', 0.4)],
}

test('a report from before these fields has their neutral values', () => {
  expect(viewReport('key', old)).toMatchObject({
    rankedBy: 'worst-case',
    transfer: [],
    worstDice: [],
    provenance: { usesGradient: true },
    entries: [{ norm: 'linf' }, { norm: 'linf' }, { norm: 'linf' }],
  })
})

test('an entry of a second round names the one that it repeats', () => {
  const entries = [entry('square-8', 'black-box', 0.5), entry('square-8-doubted', 'black-box', 0.3)]
  const row = { surrogates: 'UNet', epsilon: 8, onSurrogates: 0.4, onModel: 0.5, rate: 0.8 }
  const transfer = ['transfer-unet-mi-8', 'transfer-unet-mi-8-doubted'].map((name) => ({ entry: name, ...row }))
  expect(viewReport('key', { ...old, entries, transfer })).toMatchObject({
    entries: [{ repeats: null }, { repeats: 'square-8' }],
    transfer: [{ repeats: null }, { repeats: 'transfer-unet-mi-8' }],
  })
})

test('a model evaluated without its gradient says so', () => {
  const report = viewReport('key', { ...old, provenance: { ...old.provenance, gradient: 'none' } })
  expect(report.provenance.usesGradient).toBe(false)
})

test('noise is the mean over noise and corruptions: (0.8 + 0.4) / 2; none without them', () => {
  expect(noiseDiceOf(old)).toBeCloseTo(0.6, 12)
  expect(noiseDiceOf({ entries: [entry('clean', 'clean', 0.9)] })).toBeNull()
})
