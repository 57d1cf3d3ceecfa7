import { describe, expect, test } from 'vitest'
import type { Victim } from '../../attacks/index.ts'
import { pointwiseVictim } from '../../test/pointwise-victim.ts'
import { type PartRequest, suites } from '../index.ts'
import { diagnose, diagnosisCalls } from './diagnose.ts'

// A bright organ on dark ground, the threshold between them at 1/2.
const shape = [4, 4, 4] as const
const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
const image = { shape: [1, 1, ...shape], data: Float32Array.from(label.data, (y) => (y === 1 ? 0.6 : 0.4)) }

function request(victim: Victim, gradient: PartRequest['gradient'] = 'available'): PartRequest {
  const common = {
    suite: suites['standard-1'],
    group: 'diagnosis',
    caseKey: 'case-1',
    datasetId: 'test',
    classCount: 2,
  }
  return { ...common, victim, image, label, spacingMm: [1, 1, 1], modelHash: '0', gradient }
}

const threshold = () => pointwiseVictim([0, 20], [0, -10])

describe('what is measured on one case', () => {
  test('of a linear model of brightness: its range, agreeing slopes, no zeros, and the collapse', async () => {
    const victim = threshold()
    const evidence = await diagnose(request(victim))
    // 20 x - 10 at 0.4 and 0.6; the background's logit is 0.
    expect(evidence.output.least).toBeCloseTo(-2, 4)
    expect(evidence.output.greatest).toBeCloseTo(2, 4)
    expect(evidence.output.leastSum).toBeCloseTo(-2, 4)
    expect(evidence.repeat.largestDifference).toBe(0)
    // -2, 2 and twice as many zeros: sqrt(2).
    expect(evidence.repeat.deviation).toBeCloseTo(Math.SQRT2, 4)
    expect(evidence.zeroGradientShare).toBe(0)
    expect(evidence.slopes).toHaveLength(4 + 4 * 2)
    for (const { claimed, measured } of evidence.slopes ?? []) expect(measured / claimed).toBeCloseTo(1, 2)
    expect(evidence.collapse).toEqual({ epsilon: 64, clean: 1, attacked: 0 })
    const { predictions, gradients } = diagnosisCalls('available')
    expect(victim.calls).toEqual({ logits: predictions, gradients })
  })

  test('the same request gives the same evidence', async () => {
    expect(await diagnose(request(threshold()))).toEqual(await diagnose(request(threshold())))
  })

  test('without a gradient: range and repetition alone', async () => {
    const victim = threshold()
    expect(Object.keys(await diagnose(request(victim, 'none')))).toEqual(['output', 'repeat'])
    expect(diagnosisCalls('none')).toEqual({ predictions: 2, gradients: 0 })
    expect(victim.calls).toEqual({ logits: 2, gradients: 0 })
  })

  test('a gradient that is zero where the output moves is measured as such', async () => {
    const honest = threshold()
    const blind: Victim = {
      ...honest,
      lossGradient: async (x, objective) => {
        const result = await honest.lossGradient(x, objective)
        return { ...result, dx: { shape: x.shape, data: result.dx.data.map(() => 0) } }
      },
    }
    const evidence = await diagnose(request(blind))
    expect(evidence.zeroGradientShare).toBe(1)
    const along = evidence.slopes?.filter(({ direction }) => direction === 'gradient') ?? []
    expect(along.map(({ claimed }) => claimed)).toEqual([0, 0, 0, 0])
    for (const { measured, rounding } of along) expect(Math.abs(measured)).toBeGreaterThan(rounding)
  })
})
