import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nearestDistancesMm } from './nearest-distances.ts'

const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
const spacings = fc.tuple(fc.constantFrom(0.4, 1, 2.5), fc.constantFrom(0.7, 1, 3), fc.constantFrom(0.5, 1, 5))

it('finds the distance that comparing every pair finds', () => {
  const cases = shapes.chain((shape) => {
    const voxels = fc.uniqueArray(fc.integer({ min: 0, max: shape[0] * shape[1] * shape[2] - 1 }), {
      minLength: 1,
      maxLength: 40,
    })
    return fc.record({ shape: fc.constant(shape), spacingMm: spacings, queries: voxels, targets: voxels })
  })
  fc.assert(
    fc.property(cases, ({ shape, spacingMm, queries, targets }) => {
      const ascending = (list: readonly number[]): Int32Array => Int32Array.from(list).sort()
      const found = nearestDistancesMm({ queries: ascending(queries), targets: ascending(targets), shape, spacingMm })
      const place = (index: number): readonly [number, number, number] => [
        Math.floor(index / (shape[1] * shape[2])) * spacingMm[0],
        (Math.floor(index / shape[2]) % shape[1]) * spacingMm[1],
        (index % shape[2]) * spacingMm[2],
      ]
      ascending(queries).forEach((query, n) => {
        const [x, y, z] = place(query)
        const nearest = Math.min(...targets.map(place).map(([a, b, c]) => Math.hypot(x - a, y - b, z - c)))
        expect(found[n]).toBeCloseTo(nearest, 4)
      })
    }),
    { seed: 20, numRuns: 400 },
  )
})
