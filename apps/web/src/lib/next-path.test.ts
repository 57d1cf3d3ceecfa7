import { expect, test } from 'vitest'
import { nextPath } from './next-path.ts'

test.each([
  ['/submit', '/submit'],
  ['/submissions/1?x=2#y', '/submissions/1?x=2#y'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('after signing in, next=%j leads to %s', (next, expected) => {
  expect(nextPath(next)).toBe(expected)
})
