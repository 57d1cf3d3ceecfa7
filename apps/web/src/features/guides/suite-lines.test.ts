import { expect, test } from 'vitest'
import { suiteLines } from './suite-lines.ts'

const line = (name: string, epsilon: number | null, norm: 'LINF' | 'L2' = 'LINF') => ({
  ...{ name, attack: 'any', track: 'WHITE_BOX', epsilon, norm },
})

test.each([
  [[line('clean', null)], [['clean', 'none']]],
  [[line('apgd-0.5', 0.5), line('apgd-8', 8), line('apgd-1', 1)], [['apgd', '½, 1, 8 / 255']]],
  [[line('blur-severity-1', null), line('blur-severity-5', null)], [['blur', 'severity 1 to 5']]],
  [
    [line('apgd-l2-4', 4, 'L2'), line('apgd-4', 4)],
    [
      ['apgd-l2', '4 / 255 in L2'],
      ['apgd', '4 / 255'],
    ],
  ],
])('%#: entries that differ in strength alone are one line', (entries, lines) => {
  expect(suiteLines(entries).map(({ name, strength }) => [name, strength])).toEqual(lines)
})
