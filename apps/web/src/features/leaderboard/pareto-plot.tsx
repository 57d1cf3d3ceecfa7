import type { ReactNode } from 'react'
import { familyColour } from '../../components/family.tsx'
import { axisTicks, formatTick, linearScale, paretoFront, placeLabels } from '../../lib/chart/index.ts'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import type { AttackChoice } from './board-view.ts'
import { RobustIntervalFragment, robustInterval } from './robust-interval.ts'

export const ParetoPlotFragment = graphql(
  `
    fragment ParetoPlot on LeaderboardEntry {
      cleanDice { mean }
      submission { id uuid name family }
      ...RobustInterval
    }
  `,
  [RobustIntervalFragment],
)

/** Clean against robust Dice, one dot per model; the dashed line joins the models that none beats on both. */
export function ParetoPlot(plot: {
  entries: readonly FragmentOf<typeof ParetoPlotFragment>[]
  attack: AttackChoice
}): ReactNode {
  const points = plot.entries.flatMap((masked) => {
    const { cleanDice, submission, ...rest } = readFragment(ParetoPlotFragment, masked)
    const robust = robustInterval(rest, plot.attack)
    return robust === null ? [] : [{ ...submission, x: cleanDice.mean, y: robust.mean }]
  })
  return (
    <>
      <div className="hidden max-w-[46rem] sm:block">
        <ParetoDrawing points={points} width={640} />
      </div>
      <div className="sm:hidden">
        <ParetoDrawing points={points} width={360} />
      </div>
    </>
  )
}

interface Point {
  readonly id: string
  readonly uuid: string
  readonly name: string
  readonly family: Parameters<typeof familyColour>[0]
  readonly x: number
  readonly y: number
}

const height = 310
const longestLabel = 22

function ParetoDrawing({ points, width }: { points: readonly Point[]; width: number }): ReactNode {
  const cleans = points.map((point) => point.x)
  const xTicks = axisTicks(Math.min(...cleans) - 0.01, Math.max(...cleans) + 0.01, width > 500 ? 6 : 4)
  const yTicks = axisTicks(0, Math.max(0.1, ...points.map((point) => point.y)), 5)
  const frame = { left: 44, right: width - 12, top: 20, bottom: height - 38 }
  const x = linearScale([xTicks[0] ?? 0, xTicks.at(-1) ?? 1], [frame.left, frame.right - 12])
  const y = linearScale([0, yTicks.at(-1) ?? 1], [frame.bottom, frame.top + 6])
  const dots = points.map((point) => ({
    ...point,
    left: x(point.x),
    top: y(point.y),
    label: point.name.length > longestLabel ? `${point.name.slice(0, longestLabel - 1)}…` : point.name,
  }))
  const labels = placeLabels(
    dots.map(({ left, top, label }) => ({ x: left, y: top, text: label })),
    { ...frame, bottom: frame.bottom - 2 },
  )
  const line = paretoFront(dots)
    .map(({ left, top }) => `${left},${top}`)
    .join(' ')

  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="h-auto w-full"
      role="group"
      aria-label="Clean against robust Dice, one dot per model"
    >
      {yTicks.map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={frame.right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={frame.left - 8} y={y(tick) + 4} textAnchor="end">
            {formatTick(tick, yTicks)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 18} textAnchor="middle">
          {formatTick(tick, xTicks)}
        </text>
      ))}
      <text x="8" y="11">
        robust Dice
      </text>
      <text x={frame.right} y={height - 2} textAnchor="end">
        clean Dice
      </text>
      <polyline points={line} fill="none" stroke="var(--ink-3)" strokeDasharray="3 3" />
      {dots.map((dot, index) => {
        const place = labels[index]
        return (
          <a
            key={dot.id}
            href={`/submissions/${dot.uuid}`}
            aria-label={`${dot.label}: clean ${formatDice(dot.x)}, robust ${formatDice(dot.y)}`}
          >
            <title>{`${dot.name}: clean ${formatDice(dot.x)}, robust ${formatDice(dot.y)}`}</title>
            <circle cx={dot.left} cy={dot.top} r="12" fill="transparent" />
            <circle cx={dot.left} cy={dot.top} r="5.5" fill={familyColour(dot.family)} />
            {place ? (
              <text x={place.x} y={place.y} textAnchor={place.anchor} style={{ fill: 'var(--ink-2)' }}>
                {dot.label}
              </text>
            ) : null}
          </a>
        )
      })}
    </svg>
  )
}
