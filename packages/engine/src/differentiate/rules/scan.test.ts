import { describe, expect, test } from 'vitest'
import { sizeOf } from '../../tensor/index.ts'
import { bodyCases, graphOfBodyCase } from '../test/body-graphs.ts'
import { compareGradients, sequence } from '../test/compare-gradients.ts'

describe('the gradient through bodies agrees with central differences', () => {
  test.each(bodyCases)('$title', async (bodyCase) => {
    const next = sequence(3)
    const points = Object.entries(bodyCase.inputs).map(([name, shape]) => {
      const data = Float32Array.from({ length: sizeOf(shape) }, () => 2 * next() - 1)
      return [name, { shape, data }] as const
    })
    for (const check of await compareGradients(graphOfBodyCase(bodyCase), new Map(points), { step: 1e-2 })) {
      const gap = check.gradient.map((value, at) => value - (check.differences[at] ?? 0))
      expect(Math.hypot(...gap) / Math.hypot(...check.differences), check.input).toBeLessThan(2e-3)
    }
  })
})
