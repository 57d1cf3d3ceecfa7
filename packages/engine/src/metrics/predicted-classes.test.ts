import { expect, it } from 'vitest'
import { predictedClasses } from './predicted-classes.ts'

it('takes the largest logit, the lowest class of equals', () => {
  // Three classes over four voxels: class 1 wins; class 2 wins; all equal; 1 and 2 equal.
  const data = Float32Array.of(0, 0, 5, -3, 2, 1, 5, 4, 1, 7, 5, 4)
  expect([...predictedClasses({ shape: [1, 3, 1, 2, 2], data }).classes]).toEqual([1, 2, 0, 1])
})

it('refuses logits that are not [1, K, D, H, W]', () => {
  expect(() => predictedClasses({ shape: [2, 3, 1, 1, 1], data: new Float32Array(6) })).toThrow('[2, 3, 1, 1, 1]')
})
