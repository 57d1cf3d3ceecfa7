import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { sumTallies, type Tally } from './tally.ts'

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** Counts of a vitest JSON report. A run that failed without a failed test (a file that did not load) counts as one. */
export function vitestTally(file: string, exitCode: number): Tally {
  const report = existsSync(file) ? vitestReport.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  const tally = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  }
  return failedAtLeastOnce(tally, exitCode)
}

/** Counts of a Playwright JSON report. A flaky test passed; a run that failed without a failed test counts as one. */
export function playwrightTally(file: string, exitCode: number): Tally {
  const report = existsSync(file) ? playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  const tally = {
    passed: (report?.stats.expected ?? 0) + (report?.stats.flaky ?? 0),
    failed: report?.stats.unexpected ?? 0,
    skipped: report?.stats.skipped ?? 0,
  }
  return failedAtLeastOnce(tally, exitCode)
}

function failedAtLeastOnce(tally: Tally, exitCode: number): Tally {
  const silent = exitCode !== 0 && tally.failed === 0
  return silent ? sumTallies([tally, { passed: 0, failed: 1, skipped: 0 }]) : tally
}
