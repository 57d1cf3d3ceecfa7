import { expect, test } from 'vitest'
import { fieldIssues } from './field-issues.ts'

test('keeps the first message of each field, whatever way its path is written', () => {
  expect(
    fieldIssues([
      { path: ['name'], message: 'first' },
      { path: ['name'], message: 'second' },
      { path: 'input.datasets.0', message: 'unknown' },
      { path: 'paperUrl', message: 'no link' },
    ]),
  ).toEqual({ name: 'first', datasets: 'unknown', paperUrl: 'no link' })
})
