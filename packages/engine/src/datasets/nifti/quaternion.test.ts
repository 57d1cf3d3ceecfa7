import fc from 'fast-check'
import { expect, it } from 'vitest'
import { affineOfQuaternion, quaternionOf } from './quaternion.ts'

it('is the inverse of affineOfQuaternion for every rotation and handedness', () => {
  const component = fc.double({ min: -1, max: 1, noNaN: true })
  const size = fc.double({ min: 0.3, max: 5, noNaN: true })
  const cases = fc.record({
    abcd: fc.tuple(component, component, component, component).filter((q) => Math.hypot(...q) > 0.1),
    spacing: fc.tuple(size, size, size),
    qfac: fc.constantFrom(1 as const, -1 as const),
  })
  fc.assert(
    fc.property(cases, ({ abcd, spacing, qfac }) => {
      const norm = Math.hypot(...abcd) * (abcd[0] < 0 ? -1 : 1)
      const affine = affineOfQuaternion(
        { bcd: [abcd[1] / norm, abcd[2] / norm, abcd[3] / norm], qfac },
        spacing,
        [1, 2, 3],
      )
      const found = quaternionOf(affine)
      expect(found?.qfac).toBe(qfac)
      const again = found ? affineOfQuaternion(found, spacing, [1, 2, 3]) : affine
      again.flat().forEach((value, n) => expect(value).toBeCloseTo(affine.flat()[n] ?? 0, 5))
    }),
    { seed: 5, numRuns: 500 },
  )
})

it('is null for a sheared affine', () => {
  expect(
    quaternionOf([
      [1, 0.2, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]),
  ).toBeNull()
})
