import { describe, expect, test } from 'vitest'
import { randomSource } from '../../attacks/index.ts'
import { rankBoard } from './rank-board.ts'
import type { BoardEntry } from './standing.ts'

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
    expect(board).toMatchObject([
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

describe('both orders', () => {
  const orders = (entries: BoardEntry[]) =>
    rankBoard(entries, options).map(({ id, rank, rankThenAggregate }) => [id, rank, rankThenAggregate])

  test('a model that is slightly better on most cases leads where ranks are averaged', () => {
    // Means 0.5 and 0.6; ranks on the cases 1 1 1 2 and 2 2 2 1.
    const entries = [model('often', [0.6, 0.6, 0.6, 0.2]), model('much', [0.5, 0.5, 0.5, 0.9])]
    expect(orders(entries)).toEqual([
      ['often', 2, 1],
      ['much', 1, 2],
    ])
  })

  test('a failed case ranks last on it, ties share the smallest rank', () => {
    // Ranks on the cases: 3 1, 1 1 and 1 3.
    const entries = [model('failed', [null, 0.5]), model('a', [0.2, 0.5]), model('b', [0.2, 0.1])]
    expect(orders(entries)).toEqual([
      ['failed', 2, 2],
      ['a', 1, 1],
      ['b', 3, 2],
    ])
  })
})

describe('groups', () => {
  const lettered = (entries: BoardEntry[]) =>
    rankBoard(entries, options).map(({ id, groups }) => `${id} ${groups.join('')}`)
  const cases = Array.from({ length: 12 }, (_, i) => i)

  test('a model better on all of 12 cases stands apart, models that differ by chance share a group', () => {
    const entries = [
      model(
        'low',
        cases.map((i) => 0.3 + 0.01 * i),
      ),
      model(
        'high',
        cases.map((i) => 0.7 + 0.01 * i),
      ),
      model(
        'alike',
        cases.map((i) => 0.3 + 0.01 * i + (i % 2 === 0 ? 0.02 : -0.025)),
      ),
    ]
    expect(lettered(entries)).toEqual(['low b', 'high a', 'alike b'])
  })

  test('five cases never tell models apart, the smallest p-value being 1/16', () => {
    expect(lettered([model('a', [0.9, 0.8, 0.9, 0.8, 0.7]), model('b', [0.1, 0.2, 0.1, 0, 0.3])])).toEqual([
      'a a',
      'b a',
    ])
  })

  test('of ten models, Holm asks more of each difference', () => {
    // Seven cases, all better: p = 2 / 2^7 = 0.0156 is significant alone, and not among 45 pairs.
    const better = model('better', [0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96])
    const worse = (id: string) => model(id, [0.1, 0.12, 0.14, 0.11, 0.13, 0.15, 0.16])
    expect(lettered([better, worse('worse')])).toEqual(['better a', 'worse b'])
    const many = rankBoard([better, ...Array.from({ length: 9 }, (_, i) => worse(String(i)))], options)
    expect(new Set(many.map(({ groups }) => groups.join('')))).toEqual(new Set(['a']))
  })
})

describe('simulated boards: models whose true order is known, cases drawn anew', () => {
  const boards = (truth: readonly number[], count: number, trials: number): BoardEntry[][] =>
    Array.from({ length: trials }, (_, trial) => {
      const random = randomSource(['simulation', trial, count])
      const difficulty = Array.from({ length: count }, () => 0.1 * random.normal())
      return truth.map((mean, i) =>
        model(
          String(i),
          difficulty.map((shift) => mean + shift + 0.08 * random.normal()),
        ),
      )
    })

  // Between models that lie a twentieth of their deviation apart and a clear order; the percentile interval, not
  // expanded, reaches 90 and 92 % on the close ones. The standard error over 150 boards of five is at most 1 %.
  test.each([
    ['clear', [0.7, 0.66, 0.62, 0.5, 0.3], 6],
    ['clear', [0.7, 0.66, 0.62, 0.5, 0.3], 24],
    ['close', [0.7, 0.69, 0.68, 0.67, 0.66], 6],
    ['close', [0.7, 0.69, 0.68, 0.67, 0.66], 12],
    ['close', [0.7, 0.69, 0.68, 0.67, 0.66], 24],
  ])('the interval holds the true rank often enough: a %s order %j, %i cases', (_, truth, count) => {
    const trials = boards(truth, count, 150)
    let covered = 0
    for (const [trial, board] of trials.entries()) {
      rankBoard(board, { samples: 300, seed: trial }).forEach(({ rankLow, rankHigh }, i) => {
        if (rankLow <= i + 1 && i + 1 <= rankHigh) covered++
      })
    }
    expect(covered / trials.length / truth.length).toBeGreaterThanOrEqual(0.94)
  })

  test('models of the same quality are all in one group in at least 95 % of the boards, but for chance', () => {
    const trials = boards([0.6, 0.6, 0.6, 0.6], 12, 200)
    const whole = trials.filter((board) => {
      const ranked = rankBoard(board, { samples: 0, seed: 1 })
      return ranked.every(({ groups }) => groups.join('') === 'a')
    })
    // Standard error 1.5 %.
    expect(whole.length / trials.length).toBeGreaterThanOrEqual(0.935)
  })
})
