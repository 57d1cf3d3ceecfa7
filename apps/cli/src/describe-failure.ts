import { z } from 'zod'

/** Errors without a code whose messages say what is wrong with the user's file or folder, and the code they go by. */
const codesByName: Readonly<Record<string, string>> = {
  UsageError: 'usage',
  DatasetError: 'dataset',
  NoGradientRuleError: 'no-gradient-rule',
}

/**
 * What the user is told of a failure: the message alone where it was made for the user (errors of ours carry a code or
 * one of these names), else the stack, which is a defect to report.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (!(error instanceof Error)) return String(error)
  const isForUser = codesByName[error.name] !== undefined || ('code' in error && typeof error.code === 'string')
  return isForUser ? error.message : (error.stack ?? error.message)
}

/** A failure as `--json` prints it: a code that stays the same, `internal` for a defect of ours, and the words. */
export function failureAsJson(error: unknown): string {
  return JSON.stringify({ error: { code: codeOf(error), message: describeFailure(error) } })
}

function codeOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'usage'
  if (!(error instanceof Error)) return 'internal'
  if ('code' in error && typeof error.code === 'string') return error.code
  return codesByName[error.name] ?? 'internal'
}
