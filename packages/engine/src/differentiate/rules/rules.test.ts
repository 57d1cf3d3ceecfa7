import { describe, expect, test } from 'vitest'
import { checkRule } from '../test/check-rule.ts'
import { elementwiseCases } from '../test/elementwise-cases.ts'
import { networkCases } from '../test/network-cases.ts'
import { structureCases } from '../test/structure-cases.ts'
import { rules } from './index.ts'

const cases = [...elementwiseCases, ...structureCases, ...networkCases]

describe('every rule agrees with central differences', () => {
  test.each(cases.map((ruleCase) => ({ ...ruleCase, label: `${ruleCase.opType}: ${ruleCase.title}` })))(
    '$label',
    async (ruleCase) => {
      for (const check of await checkRule(ruleCase)) {
        expect(
          check.error,
          `${check.input}: ${check.gradient.slice(0, 8)} / ${check.differences.slice(0, 8)}`,
        ).toBeLessThan(2e-3)
      }
    },
  )
})

/** Held to differences elsewhere: within whole bodies (see scan.test.ts), or cannot stand alone. */
const elsewhere = new Set(['CastLike', 'If', 'Scan'])

test('no rule is without a case', () => {
  const covered = new Set(cases.map((ruleCase) => ruleCase.opType))
  expect(Object.keys(rules).filter((opType) => !covered.has(opType) && !elsewhere.has(opType))).toEqual([])
})
