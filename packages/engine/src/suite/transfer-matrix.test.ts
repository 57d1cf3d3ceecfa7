import { expect, test } from 'vitest'
import type { AttackOutcome } from './index.ts'
import { transferMatrix } from './transfer-matrix.ts'

const outcome = (fields: Partial<AttackOutcome>): AttackOutcome => ({
  entry: 'clean',
  attack: 'none',
  track: 'clean',
  epsilon: null,
  dice: [],
  hd95Mm: [],
  nsd: [],
  foregroundDice: 0,
  linf: 0,
  l2: 0,
  losses: [],
  nonFinite: false,
  seconds: 0,
  ...fields,
})
const transferred = (foregroundDice: number, clean: number, attacked: number): AttackOutcome =>
  outcome({
    entry: 'transfer',
    track: 'black-box',
    epsilon: 8,
    transferredFrom: 'a + b',
    foregroundDice,
    onSurrogates: { clean, attacked },
  })

test('the rate is the mean loss of the model over that of the surrogates', () => {
  const cases = [
    [outcome({ foregroundDice: 0.9 }), transferred(0.7, 0.8, 0.2)],
    [outcome({ foregroundDice: 0.7 }), transferred(0.7, 0.8, 0.6)],
  ]
  const [row, ...others] = transferMatrix(cases)
  expect(others).toEqual([])
  expect(row).toMatchObject({ entry: 'transfer', surrogates: 'a + b', epsilon: 8 })
  expect(row?.onModel).toBeCloseTo(0.7, 12)
  expect(row?.onSurrogates).toBeCloseTo(0.4, 12)
  // (0.8 - 0.7) / (0.8 - 0.4)
  expect(row?.rate).toBeCloseTo(0.25, 12)
})

test('there is no rate where the surrogates lose nothing, and no row without surrogates', () => {
  expect(transferMatrix([[outcome({}), transferred(0.5, 0.6, 0.6)]])[0]?.rate).toBeNull()
  expect(transferMatrix([[outcome({}), outcome({ entry: 'pgd' })]])).toEqual([])
})
