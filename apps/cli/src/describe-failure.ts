import { z } from 'zod'

/**
 * What the user is told of a failure: the message alone where it was made for the user (errors of ours carry a code or
 * are UsageErrors), else the stack, which is a defect to report.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (!(error instanceof Error)) return String(error)
  const isForUser = error.name === 'UsageError' || ('code' in error && typeof error.code === 'string')
  return isForUser ? error.message : (error.stack ?? error.message)
}
