import { expect, test } from 'vitest'
import { fractionSchema } from './options.ts'

test.each([
  ['8/255', 8 / 255],
  ['0.03', 0.03],
  ['.03', 0.03],
  ['1e-2', 0.01],
  ['0', 0],
])('%s is the number %d', (text, value) => {
  expect(fractionSchema.parse(text)).toBe(value)
})

test.each(['8/0', '-1', '8/', '', 'small', '1e999'])('%j is refused', (text) => {
  expect(fractionSchema.safeParse(text).success).toBe(false)
})
