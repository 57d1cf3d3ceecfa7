import { expect, test } from 'vitest'
import { countOverlaps } from './count-overlaps.ts'

test('counts each class in one volume, in the other and in both, across parts and odd ends', () => {
  const length = 8192 + 21
  // Every third voxel differs: a runs 0 1 2 0 1 2 ..., b the same but for 2 in place of each 0.
  const a = Uint8Array.from({ length }, (_, v) => v % 3)
  const b = a.map((y) => (y === 0 ? 2 : y))
  const [zeros, ones, twos] = [2738, 2738, 2737]
  expect([...countOverlaps(a, b, 4)]).toEqual([zeros, 0, 0, ones, ones, ones, twos, twos + zeros, twos, 0, 0, 0])
})

test('class 255 is a class like any other', () => {
  expect([...countOverlaps(Uint8Array.of(255, 0), Uint8Array.of(255, 255), 256).slice(-3)]).toEqual([1, 2, 1])
})
