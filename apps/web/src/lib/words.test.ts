import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

test.each([
  ['masks-gradient', 'Masks gradient'],
  ['zeroGradientShare', 'Zero gradient share'],
  ['NO_GRADIENT', 'No gradient'],
  ['dice8', 'Dice8'],
])('%s reads %s', (code, words) => {
  expect(wordsOf(code)).toBe(words)
})
