import { expect, test } from 'vitest'
import { timeTable } from './time-table.ts'

test('adds up the parts of each evaluation, by name, those on surrogates apart too', () => {
  const parts = [
    { group: 'clean', seconds: 1, processorSeconds: 1.5 },
    { group: 'transfer-unet', seconds: 20.25, processorSeconds: 40 },
    { group: 'ladder', seconds: 100, processorSeconds: 190 },
  ]
  const table = timeTable([
    { name: 'unet.standard-1', parts },
    { name: 'a.standard-1', parts: parts.slice(0, 1) },
  ])
  expect(table.split('\n')).toEqual([
    'evaluation       parts  seconds  processor s  transfer s  processor s',
    'a.standard-1         1      1.0          1.5         0.0          0.0',
    'unet.standard-1      3    121.3        231.5        20.3         40.0',
    '',
  ])
  expect(timeTable([])).toBe('')
})
