import { type Logger, pino } from 'pino'

/** Structured lines on stdout; addresses, cookies and tokens are never part of them. */
export function openLog(level: string): Logger {
  return pino({ level, base: { app: 'gateway' }, timestamp: pino.stdTimeFunctions.isoTime })
}

export type { Logger }
