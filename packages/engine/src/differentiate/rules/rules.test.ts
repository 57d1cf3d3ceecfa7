import { describe, expect, test } from 'vitest'
import { checkRule } from '../test/check-rule.ts'
import { elementwiseCases } from '../test/elementwise-cases.ts'
import { networkCases } from '../test/network-cases.ts'
import { structureCases } from '../test/structure-cases.ts'
import { verdicts } from '../verdicts.ts'
import { largerCases } from '../test/larger-cases.ts'

const cases = [...elementwiseCases, ...structureCases, ...networkCases, ...largerCases]

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

/** Without a kernel for the CPU in ONNX Runtime 1.30 at that opset. */
const withoutKernel = new Set(['GlobalLpPool', 'RoiAlign', 'Swish'])

describe('every rule agrees at opset 26 too', () => {
  const first = new Map(cases.toReversed().map((ruleCase) => [ruleCase.opType, ruleCase]))
  const newest = [...first.values()].filter(({ opType }) => !withoutKernel.has(opType))
  test.each(newest)('$opType: $title', async (ruleCase) => {
    for (const check of await checkRule({ ...ruleCase, opset: 26 })) expect(check.error, check.input).toBeLessThan(2e-3)
  })
})

/**
 * Held to differences elsewhere: within whole bodies (scan.test.ts), with their counterpart (straight-through.test.ts),
 * or under the name that newer opsets give them.
 */
const elsewhere = new Set(['CastLike', 'DequantizeLinear', 'If', 'Loop', 'Scan', 'Scatter', 'Upsample'])

const uncovered = (covered: ReadonlySet<string>) =>
  Object.entries(verdicts).flatMap(([opType, { kind }]) =>
    kind === 'rule' && !covered.has(opType) && !elsewhere.has(opType) ? [opType] : [],
  )

test('no rule is without a case', () => {
  const covered = new Set(cases.map((ruleCase) => ruleCase.opType))
  expect(uncovered(covered)).toEqual([])
})
