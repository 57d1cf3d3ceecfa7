import { expect, test } from 'vitest'
import { ladderRungs } from './ladder-rungs.ts'

const trial = (loss: string, round: number, foregroundDice: number) => ({
  ...{ loss, restart: 0, round, foregroundDice },
  steps: round === 0 ? 5 : 10,
})
const outcome = (
  caseKey: string,
  epsilon: number,
  trials: ReturnType<typeof trial>[],
  carriedFrom: string | null = null,
) => ({
  ...{ caseKey, entry: `apgd-${epsilon}`, epsilon, carriedFrom, trials },
  foregroundDice: Math.min(1, ...trials.map(({ foregroundDice }) => foregroundDice)),
})

test('candidates are followed by round over the scans, and by scan to where they ended', () => {
  const [rung] = ladderRungs([
    outcome('one', 8, [trial('js', 0, 0.5), trial('ce', 0, 0.6), trial('js', 1, 0.4)]),
    outcome('two', 8, [trial('js', 0, 0.7), trial('ce', 0, 0.6), trial('ce', 1, 0.6)]),
  ])
  expect(rung).toEqual({
    entry: 'apgd-8',
    epsilon: 8,
    stepsByRound: [5, 15],
    scans: [
      { caseKey: 'one', carriedFrom: null },
      { caseKey: 'two', carriedFrom: null },
    ],
    candidates: [
      {
        loss: 'js',
        restart: 0,
        rounds: [
          { meanDice: 0.6, scanCount: 2 },
          { meanDice: 0.4, scanCount: 1 },
        ],
        attempts: [
          { foregroundDice: 0.4, steps: 15, fate: 'worst' },
          { foregroundDice: 0.7, steps: 5, fate: 'dropped' },
        ],
      },
      {
        loss: 'ce',
        restart: 0,
        rounds: [
          { meanDice: 0.6, scanCount: 2 },
          { meanDice: 0.6, scanCount: 1 },
        ],
        attempts: [
          { foregroundDice: 0.6, steps: 5, fate: 'dropped' },
          { foregroundDice: 0.6, steps: 15, fate: 'worst' },
        ],
      },
    ],
  })
})

test('a scan that was lost already was not attacked, and what a smaller bound found has no finder here', () => {
  const rungs = ladderRungs([
    outcome('one', 4, [trial('js', 0, 0)]),
    outcome('two', 4, [trial('js', 0, 0.5)]),
    outcome('one', 8, [], 'apgd-4'),
    outcome('two', 8, [trial('js', 0, 0.5)], 'apgd-4'),
  ])
  expect(rungs.map(({ epsilon }) => epsilon)).toEqual([4, 8])
  expect(rungs[1]?.scans[0]).toEqual({ caseKey: 'one', carriedFrom: 'apgd-4' })
  expect(rungs[1]?.candidates[0]?.attempts).toEqual([null, { foregroundDice: 0.5, steps: 5, fate: 'kept' }])
})

test('a suite without a ladder has no rungs', () => {
  expect(ladderRungs([outcome('one', 8, [])])).toEqual([])
})
