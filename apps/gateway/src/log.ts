import { type Logger, pino } from 'pino'

export type { Logger }

/** Structured lines on stdout; addresses, cookies, tokens and query parameters are never part of them. */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: { app: 'gateway' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError },
  })
}

/** A failed query carries its parameters in its message; what the database said about it is enough. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const told = 'query' in error && error.cause instanceof Error ? error.cause : error
  const code = 'code' in told ? told.code : undefined
  return { name: told.name, message: told.message, code, stack: told.stack }
}
