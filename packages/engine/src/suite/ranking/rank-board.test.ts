import { describe, expect, test } from 'vitest'
import { randomSource } from '../../attacks/index.ts'
import { drawResamples, intervalOf } from './bootstrap.ts'
import { type BoardEntry, rankBoard } from './rank-board.ts'

const options = { samples: 2000, seed: 1 }
const model = (id: string, robustByCase: (number | null)[], cleanByCase = robustByCase.map(() => 0.9)): BoardEntry => ({
  id,
  robustByCase,
  cleanByCase,
})
const ranks = (entries: BoardEntry[]) => rankBoard(entries, options).map(({ id, rank }) => [id, rank])

describe('ranks', () => {
  test('equal entries share the smallest rank, and the next one is counted past them', () => {
    const entries = [model('a', [0.5, 0.3]), model('b', [0.7, 0.7]), model('c', [0.3, 0.5]), model('d', [0.1, 0.1])]
    expect(ranks(entries)).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 2],
      ['d', 4],
    ])
  })

  test('models that all collapse are told apart by their clean score', () => {
    expect(ranks([model('a', [0, 0], [0.8, 0.8]), model('b', [0, 0], [0.9, 0.9])])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
  })

  test('a failed case counts 0 and never outranks a number', () => {
    const entries = [
      model('failed', [null, null]),
      model('zero', [0, 0]),
      model('half', [null, 0.9]),
      model('low', [0.4, 0.4]),
    ]
    expect(ranks(entries)).toEqual([
      ['failed', 4],
      ['zero', 3],
      ['half', 1],
      ['low', 2],
    ])
  })

  test('entries over other cases are refused; an empty board has no ranks', () => {
    expect(() => rankBoard([model('a', [1]), model('b', [1, 2])], options)).toThrow('Entry b has 2 robust')
    expect(rankBoard([], options)).toEqual([])
  })
})

describe('rank intervals', () => {
  test('a model better on every case is first in every resample', () => {
    const board = rankBoard([model('a', [0.5, 0.6, 0.7]), model('b', [0.4, 0.5, 0.6])], options)
    expect(board).toEqual([
      { id: 'a', rank: 1, rankLow: 1, rankHigh: 1 },
      { id: 'b', rank: 2, rankLow: 2, rankHigh: 2 },
    ])
  })

  test('the resamples are paired: a case hard for all does not widen the interval', () => {
    const board = rankBoard([model('a', [0.9, 0.11, 0.5]), model('b', [0.89, 0.1, 0.49])], options)
    expect(board.map(({ rankLow, rankHigh }) => [rankLow, rankHigh])).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  test('where each model wins some cases the interval holds both ranks, and equal seeds give equal ones', () => {
    const entries = [model('a', [0.9, 0.1, 0.8, 0.2]), model('b', [0.2, 0.8, 0.1, 0.8])]
    const board = rankBoard(entries, options)
    expect(board.map(({ rankLow, rankHigh }) => [rankLow, rankHigh])).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(rankBoard(entries, options)).toEqual(board)
  })
})

describe('simulated boards: 24 cases drawn anew, five models whose true order is known', () => {
  const truth = [0.7, 0.66, 0.62, 0.5, 0.3]
  const boards = Array.from({ length: 150 }, (_, trial) => {
    const random = randomSource(['simulation', trial])
    const difficulty = Array.from({ length: 24 }, () => 0.1 * random.normal())
    return truth.map((mean, i) =>
      model(
        String(i),
        difficulty.map((shift) => mean + shift + 0.08 * random.normal()),
      ),
    )
  })

  test('the 95 % interval holds the true rank in at least 95 % of the boards', () => {
    const covered = truth.map(() => 0)
    for (const [trial, board] of boards.entries()) {
      rankBoard(board, { samples: 300, seed: trial }).forEach(({ rankLow, rankHigh }, i) => {
        if (rankLow <= i + 1 && i + 1 <= rankHigh) covered[i] = (covered[i] ?? 0) + 1
      })
    }
    for (const count of covered) expect(count / boards.length).toBeGreaterThanOrEqual(0.95)
  })

  test('the 95 % interval of a mean holds the true mean in 90 to 98 % of the boards', () => {
    const resamples = drawResamples(24, 500, ['coverage'])
    const hits = boards.flatMap((board) =>
      board.map(({ robustByCase }, i) => {
        const { low, high } = intervalOf(
          robustByCase.map((score) => score ?? 0),
          resamples,
        )
        return low <= (truth[i] as number) && (truth[i] as number) <= high ? 1 : 0
      }),
    )
    const share = hits.reduce<number>((sum, hit) => sum + hit, 0) / hits.length
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(0.98)
  })
})
