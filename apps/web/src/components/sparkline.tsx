import type { ReactNode } from 'react'
import { formatDice, formatEpsilon } from '../lib/format.ts'
import { linearScale } from '../lib/chart/index.ts'
import type { CurvePoint } from './curve-plot.tsx'

/** Worst-case Dice over epsilon, from 0 to 1, without axes; band: 95 % interval. */
export function Sparkline({ curve, colour }: { curve: readonly CurvePoint[]; colour: string }): ReactNode {
  const first = curve[0]
  const last = curve.at(-1)
  if (!first || !last || curve.length < 2) return null
  const x = linearScale([0, curve.length - 1], [2, 82])
  const y = linearScale([0, 1], [24, 2])
  const line = curve.map(({ foregroundDice }, index) => `${x(index)},${y(foregroundDice.mean)}`).join(' ')
  const band = [
    ...curve.map(({ foregroundDice }, index) => `${x(index)},${y(foregroundDice.high)}`),
    ...curve.map(({ foregroundDice }, index) => `${x(index)},${y(foregroundDice.low)}`).toReversed(),
  ].join(' ')
  return (
    <svg
      width="84"
      height="26"
      viewBox="0 0 84 26"
      role="img"
      aria-label={`Dice falls from ${formatDice(first.foregroundDice.mean)} to ${formatDice(last.foregroundDice.mean)} at ${formatEpsilon(last.epsilon)}`}
    >
      <polygon points={band} fill={colour} opacity="0.16" />
      <polyline points={line} fill="none" stroke={colour} strokeWidth="1.8" strokeLinejoin="round" />
    </svg>
  )
}
