import type { ReactNode } from 'react'
import { formatDice, formatHalfWidth } from '../lib/format.ts'

export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** A mean with its 95 % interval: the number, and half the interval's width below it. */
export function Score({ interval, isLarge = false }: { interval: Interval; isLarge?: boolean }): ReactNode {
  return (
    <span className="tabular-nums" title={`95 % interval ${formatDice(interval.low)} to ${formatDice(interval.high)}`}>
      <span className={isLarge ? 'text-base font-semibold tracking-[-0.01em]' : 'font-[550]'}>
        {formatDice(interval.mean)}
      </span>
      <span className={isLarge ? 'block text-xs text-ink-3' : 'ml-1.5 text-xs text-ink-3'}>
        ± {formatHalfWidth(interval)}
      </span>
    </span>
  )
}
