import type { ReactNode } from 'react'
import { axisTicks, formatTick, linearScale, spreadHeights } from '../lib/chart/index.ts'
import { formatDice, formatEpsilon } from '../lib/format.ts'
import type { Interval } from './score.tsx'

export interface CurvePoint {
  readonly epsilon: number
  readonly foregroundDice: Interval
}

export interface Curve {
  readonly id: string
  readonly name: string
  readonly colour: string
  readonly points: readonly CurvePoint[]
}

/**
 * Worst-case Dice against the allowed change, one line per model with its 95 % band and its name at the end. The
 * allowed changes stand at even distances, for they roughly double. Drawn for wide and for narrow screens.
 */
export function CurvePlot({ curves, label }: { curves: readonly Curve[]; label: string }): ReactNode {
  return (
    <>
      <div className="hidden max-w-[46rem] sm:block">
        <CurveDrawing curves={curves} label={label} width={640} />
      </div>
      <div className="sm:hidden">
        <CurveDrawing curves={curves} label={label} width={360} />
      </div>
    </>
  )
}

const height = 310

function CurveDrawing({ curves, label, width }: { curves: readonly Curve[]; label: string; width: number }): ReactNode {
  const epsilons = [...new Set(curves.flatMap(({ points }) => points.map(({ epsilon }) => epsilon)))].toSorted(
    (a, b) => a - b,
  )
  const top = Math.max(0.1, ...curves.flatMap(({ points }) => points.map(({ foregroundDice }) => foregroundDice.high)))
  const ticks = axisTicks(0, top, 5)
  const right = width - (width > 500 ? 124 : 96)
  const x = linearScale([0, Math.max(1, epsilons.length - 1)], [40, right])
  const y = linearScale([0, ticks.at(-1) ?? 1], [height - 38, 24])
  const at = (epsilon: number) => x(epsilons.indexOf(epsilon))
  const ends = curves.map(({ points }) => y(points.at(-1)?.foregroundDice.mean ?? 0) + 4)
  const labelHeights = spreadHeights(ends, 13, height - 34)
  const longest = width > 500 ? 18 : 12

  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="h-auto w-full"
      role="img"
      aria-label={`${label} ${inWords(curves)}`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1="40" x2={right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x="32" y={y(tick) + 4} textAnchor="end">
            {formatTick(tick, ticks)}
          </text>
        </g>
      ))}
      {epsilons.map((epsilon) => (
        <text key={epsilon} x={at(epsilon)} y={height - 18} textAnchor="middle">
          {epsilon}
        </text>
      ))}
      <text x="8" y="11">
        worst-case Dice
      </text>
      <text x={right} y={height - 2} textAnchor="end">
        largest allowed change ε, in 1/255
      </text>
      {curves.map((curve) => (
        <polygon key={curve.id} points={bandPoints(curve, at, y)} fill={curve.colour} opacity="0.13" />
      ))}
      {curves.map((curve, index) => (
        <g key={curve.id}>
          <polyline
            points={curve.points
              .map(({ epsilon, foregroundDice }) => `${at(epsilon)},${y(foregroundDice.mean)}`)
              .join(' ')}
            fill="none"
            stroke={curve.colour}
            strokeWidth="2"
            strokeLinejoin="round"
          />
          {curve.points.map(({ epsilon, foregroundDice }) => (
            <circle key={epsilon} cx={at(epsilon)} cy={y(foregroundDice.mean)} r="2.6" fill={curve.colour}>
              <title>{`${curve.name}: ${formatDice(foregroundDice.mean)} at ${formatEpsilon(epsilon)}, 95 % interval ${formatDice(foregroundDice.low)} to ${formatDice(foregroundDice.high)}`}</title>
            </circle>
          ))}
          <text x={right + 10} y={labelHeights[index]} style={{ fill: 'var(--ink-2)' }}>
            {curve.name.length > longest ? `${curve.name.slice(0, longest - 1)}…` : curve.name}
            <title>{curve.name}</title>
          </text>
        </g>
      ))}
    </svg>
  )
}

function bandPoints(curve: Curve, at: (epsilon: number) => number, y: (dice: number) => number): string {
  const upper = curve.points.map(({ epsilon, foregroundDice }) => `${at(epsilon)},${y(foregroundDice.high)}`)
  const lower = curve.points.map(({ epsilon, foregroundDice }) => `${at(epsilon)},${y(foregroundDice.low)}`)
  return [...upper, ...lower.toReversed()].join(' ')
}

function inWords(curves: readonly Curve[]): string {
  return curves
    .map(({ name, points }) => {
      const first = points[0]
      const last = points.at(-1)
      if (!first || !last) return `${name}: no points.`
      return `${name}: ${formatDice(first.foregroundDice.mean)} at ${formatEpsilon(first.epsilon)}, ${formatDice(last.foregroundDice.mean)} at ${formatEpsilon(last.epsilon)}.`
    })
    .join(' ')
}
