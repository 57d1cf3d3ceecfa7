import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('quotes commas and quotes, leaves null empty, disarms formulas', () => {
  expect(
    toCsv([
      { name: 'U-Net, "small"', dice: 0.25, note: null },
      { name: '=1+1', dice: -1, note: 'x' },
    ]),
  ).toBe('name,dice,note\r\n"U-Net, ""small""",0.25,\r\n\'=1+1,-1,x\r\n')
})

test('of nothing is an empty line', () => {
  expect(toCsv([])).toBe('\r\n')
})
