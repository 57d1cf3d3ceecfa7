import { expect, test } from 'vitest'
import { separationOf } from './separation.ts'

test.each([
  ['partly', [['a'], ['a', 'b'], ['b']]],
  ['none', [['a'], ['a']]],
  ['unknown', [['a']]],
  ['unknown', [[], []]],
])('%s: the letters %j', (separation, letters) => {
  expect(separationOf(letters.map((groups) => ({ groups })))).toBe(separation)
})
