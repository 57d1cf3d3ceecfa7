import { z } from 'zod'

/** Errors without a code whose messages say what is wrong with the user's file or folder, and what to do. */
const namesForUser = new Set(['UsageError', 'DatasetError', 'NoGradientRuleError'])

/**
 * What the user is told of a failure: the message alone where it was made for the user (errors of ours carry a code or
 * one of these names), else the stack, which is a defect to report.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (!(error instanceof Error)) return String(error)
  const isForUser = namesForUser.has(error.name) || ('code' in error && typeof error.code === 'string')
  return isForUser ? error.message : (error.stack ?? error.message)
}
