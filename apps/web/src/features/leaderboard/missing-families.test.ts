import { expect, test } from 'vitest'
import { missingFamilies } from './missing-families.ts'

const board = (convolutional: number, transformer: number, mamba: number, hybrid = 0) =>
  missingFamilies([
    { family: 'CONVOLUTIONAL', modelCount: convolutional },
    { family: 'TRANSFORMER', modelCount: transformer },
    { family: 'MAMBA', modelCount: mamba },
    { family: 'HYBRID', modelCount: hybrid },
    { family: 'FOUNDATION', modelCount: 0 },
  ])

test.each([
  [board(2, 1, 0), 'No Mamba model has a result on this board yet.'],
  [board(2, 0, 0), 'No transformer or Mamba model has a result on this board yet.'],
  [board(0, 0, 0, 1), 'No convolutional, transformer, or Mamba model has a result on this board yet.'],
])('the families of the published comparison that a board lacks are named: %s', (sentence, expected) => {
  expect(sentence).toBe(expected)
})

test('nothing is said where all three are there, and of a board without any model', () => {
  expect(board(1, 1, 1)).toBeNull()
  expect(board(0, 0, 0)).toBeNull()
})
