import { expect, test } from 'vitest'
import { severityTable } from './severity-table.ts'

test('severities become columns, kinds rows, and what has no severity stays apart', () => {
  const entries = ['bias-field-severity-2', 'bias-field-severity-1', 'blur-severity-2', 'gaussian-noise-8'].map(
    (entry) => ({ entry }),
  )
  expect(severityTable(entries)).toEqual({
    severities: [1, 2],
    rows: [
      { name: 'Bias field', entries: [{ entry: 'bias-field-severity-1' }, { entry: 'bias-field-severity-2' }] },
      { name: 'Blur', entries: [null, { entry: 'blur-severity-2' }] },
    ],
    others: [{ entry: 'gaussian-noise-8' }],
  })
})
