import type { ReactNode } from 'react'
import { formatDice } from '../lib/format.ts'
import { linearScale } from '../lib/chart/index.ts'
import type { Interval } from './score.tsx'

/** Clean (hollow) and robust (full) Dice on a line from 0 to 1, the robust one's 95 % interval as a band behind it. */
export function Dumbbell(plot: { clean: number; robust: Interval; colour: string; width?: number }): ReactNode {
  const width = plot.width ?? 200
  const x = linearScale([0, 1], [6, width - 6])
  const { clean, robust } = plot
  return (
    <svg
      width={width}
      height="26"
      viewBox={`0 0 ${width} 26`}
      role="img"
      aria-label={`Clean ${formatDice(clean)}, robust ${formatDice(robust.mean)}, 95 % interval ${formatDice(robust.low)} to ${formatDice(robust.high)}`}
    >
      <line x1="6" x2={width - 6} y1="13" y2="13" stroke="var(--line)" />
      <line x1={x(robust.mean)} x2={x(clean)} y1="13" y2="13" stroke="var(--ink-3)" strokeWidth="1.5" />
      <line
        x1={x(robust.low)}
        x2={x(robust.high)}
        y1="13"
        y2="13"
        stroke={plot.colour}
        strokeWidth="7"
        opacity="0.28"
        strokeLinecap="round"
      />
      <circle cx={x(clean)} cy="13" r="4.5" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="2" />
      <circle cx={x(robust.mean)} cy="13" r="4.5" fill={plot.colour} />
    </svg>
  )
}
