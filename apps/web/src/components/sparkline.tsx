import type { ReactNode } from 'react'
import { linearScale } from '../lib/chart/index.ts'
import { formatDice } from '../lib/format.ts'
import type { Interval } from './score.tsx'

/** Dice as something grows, from 0 to 1, without axes; band: 95 % interval. `growth` ends the sentence "Dice goes …". */
export function Sparkline({
  points,
  colour,
  growth,
}: {
  points: readonly Interval[]
  colour: string
  growth: string
}): ReactNode {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return null
  const x = linearScale([0, points.length - 1], [2, 82])
  const y = linearScale([0, 1], [24, 2])
  const line = points.map(({ mean }, index) => `${x(index)},${y(mean)}`).join(' ')
  const band = [
    ...points.map(({ high }, index) => `${x(index)},${y(high)}`),
    ...points.map(({ low }, index) => `${x(index)},${y(low)}`).toReversed(),
  ].join(' ')
  return (
    <svg
      width="84"
      height="26"
      viewBox="0 0 84 26"
      role="img"
      aria-label={`Dice goes from ${formatDice(first.mean)} to ${formatDice(last.mean)} ${growth}`}
    >
      <polygon points={band} fill={colour} opacity="0.16" />
      <polyline points={line} fill="none" stroke={colour} strokeWidth="1.8" strokeLinejoin="round" />
    </svg>
  )
}
