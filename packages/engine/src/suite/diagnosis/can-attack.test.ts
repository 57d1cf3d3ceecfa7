import { expect, test } from 'vitest'
import { type SuiteDefinition, suites } from '../index.ts'
import { canAttack } from './can-attack.ts'

const quick: SuiteDefinition = {
  ...suites['quick-1'],
  entries: suites['quick-1'].entries.filter(({ track }) => track !== 'black-box'),
}
const [clean] = quick.entries.filter(({ track }) => track === 'clean')
if (!clean) throw new Error('quick-1 has no clean entry.')
const context = { datasetId: 'test', modelHash: '0'.repeat(64) }
const square = { ...clean, name: 'square', track: 'black-box', attack: 'square', parameters: { queries: 5 } } as const
const withSquare = (epsilon: number): SuiteDefinition => ({
  ...quick,
  entries: [...quick.entries, { ...square, epsilon }],
})

test('a suite of gradient attacks has none for a model without a gradient; noise is none', () => {
  expect(canAttack(quick, { ...context, gradient: 'available' })).toBe(true)
  expect(canAttack(quick, { ...context, gradient: 'none' })).toBe(false)
})

test('an attack that only queries the model serves, within the headline bound', () => {
  expect(canAttack(withSquare(8), { ...context, gradient: 'none' })).toBe(true)
  expect(canAttack(withSquare(16), { ...context, gradient: 'none' })).toBe(false)
})
