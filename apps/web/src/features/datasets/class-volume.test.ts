import { expect, test } from 'vitest'
import { classMillilitres } from './class-volume.ts'

test('2000 voxels of 1 × 1 × 2 mm are 4 ml', () => {
  expect(classMillilitres(2000, [1, 1, 2])).toBe(4)
})
