import { expect, test } from 'vitest'
import { classMillilitres, millilitreDecimals } from './class-volume.ts'

test('2000 voxels of 1 × 1 × 2 mm are 4 ml', () => {
  expect(classMillilitres(2000, [1, 1, 2])).toBe(4)
})

test.each([
  [[2236, 1372], 0],
  [[9.4, 20, 0], 1],
  [[0.31, 20], 2],
  [[0, 0], 0],
])('volumes of %j ml are written with %d decimals', (volumes, decimals) => {
  expect(millilitreDecimals(volumes)).toBe(decimals)
})
