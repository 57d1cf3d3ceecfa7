import type { ReactNode } from 'react'

/** A rank and, beside it, the ranks of its 95 % interval; nothing beside it where they are that rank alone. */
export function Rank({ rank, low, high }: { rank: number; low: number; high: number }): ReactNode {
  const isAlone = low === high && low === rank
  return (
    <span className="whitespace-nowrap tabular-nums" title={`95 % interval of the rank: ${low} to ${high}`}>
      <span className="text-[17px] font-semibold tracking-[-0.02em]">{rank}</span>
      {isAlone ? null : <span className="ml-1.5 text-xs text-ink-3">{low === high ? low : `${low}–${high}`}</span>}
    </span>
  )
}
