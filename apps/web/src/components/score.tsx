import type { ReactNode } from 'react'
import { formatDice, formatInterval } from '../lib/format.ts'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * A mean with its 95 % interval, which need not lie evenly around it: below a large number, beside a small one. One scan
 * gives no interval.
 */
export function Score({ interval, isLarge = false }: { interval: Interval; isLarge?: boolean }): ReactNode {
  const isKnown = interval.high > interval.low
  const title = isKnown
    ? `95 % interval ${formatDice(interval.low)} to ${formatDice(interval.high)}`
    : 'No interval: there is one scan, or all scans score the same'
  return (
    <span className="tabular-nums" title={title}>
      <span className={isLarge ? 'text-base font-semibold tracking-[-0.01em]' : 'font-[550]'}>
        {formatDice(interval.mean)}
      </span>
      {isKnown ? (
        <span
          className={
            isLarge ? 'block text-xs whitespace-nowrap text-ink-3' : 'ml-1.5 text-xs whitespace-nowrap text-ink-3'
          }
        >
          {formatInterval(interval)}
        </span>
      ) : null}
    </span>
  )
}
