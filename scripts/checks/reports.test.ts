import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { playwrightTally, vitestTally } from './reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'voxproof-reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const unit = { success: true, numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }

test('unit tests that are pending or to be written count as skipped', () => {
  expect(vitestTally(report({ ...unit, numFailedTestSuites: 1 }), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
})

test('a run that fails without a failed test counts as one failure', () => {
  const file = report({ ...unit, numFailedTests: 0, numFailedTestSuites: 1 })
  expect(vitestTally(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  expect(vitestTally(join(folder, 'none.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('an end-to-end test that passed at a second try counts as passed', () => {
  const stats = { expected: 9, unexpected: 0, flaky: 1, skipped: 2 }
  expect(playwrightTally(report({ stats, errors: [] }), 0)).toEqual({ passed: 10, failed: 0, skipped: 2 })
})
