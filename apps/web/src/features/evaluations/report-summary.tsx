import Link from 'next/link'
import type { ReactNode } from 'react'
import { Chip } from '../../components/chip.tsx'
import { Dumbbell } from '../../components/dumbbell.tsx'
import { Rank } from '../../components/rank.tsx'
import { type Interval, Score } from '../../components/score.tsx'
import { formatDice, formatEpsilon, formatMillimetres, formatPlural } from '../../lib/format.ts'
import { suiteWords } from '../../lib/suite-words.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportSummaryFragment = graphql(`
  fragment ReportSummary on Evaluation {
    origin
    dataset { slug name }
    suite { slug headlineEpsilon }
    report {
      caseCount
      clean { mean low high }
      robust { mean low high }
      robustWhiteBox { mean low high }
      robustBlackBox { mean low high }
      robustFrequency { mean low high }
      robustHd95Mm
      robustNsd
      retainedRatio
      curveArea { mean low high }
      worstTenth
      noiseDice
    }
  }
`)

export interface Standing {
  readonly rank: number
  readonly rankLow: number
  readonly rankHigh: number
  readonly modelCount: number
}

/** The evaluation in one line of numbers, its rank first. */
export function ReportSummary(props: {
  evaluation: FragmentOf<typeof ReportSummaryFragment>
  /** Null while the model has no rank, as when it is private. */
  standing: Standing | null
  colour: string
}): ReactNode {
  const { origin, dataset, suite, report } = readFragment(ReportSummaryFragment, props.evaluation)
  if (report === null) return null
  const { standing } = props
  const tracks: readonly (readonly [string, Interval | null])[] = [
    ['White-box', report.robustWhiteBox],
    ['Black-box', report.robustBlackBox],
    ['Frequency', report.robustFrequency],
  ]
  // A single track says again what the worst of all says.
  const measured = tracks.filter(([, interval]) => interval !== null).length
  return (
    <>
      <p className="max-w-[80ch] text-[13px] text-ink-2">
        {formatPlural(report.caseCount, 'scan')}, suite {suite.slug}; robust is the worst of all attacks on each scan,
        at most {formatEpsilon(suite.headlineEpsilon)} per voxel. {suiteWords[suite.slug]}{' '}
        {origin === 'IMPORTED' ? (
          <>
            <Chip>computed elsewhere</Chip> Its manifest was checked against its own parts and is not run again here.
          </>
        ) : null}
      </p>
      <dl className="mt-4 flex flex-wrap gap-x-6 gap-y-5 border-y border-line py-4">
        <Figure label="Rank">
          {standing === null ? (
            <span className="text-ink-3">none</span>
          ) : (
            <Link href={`/?dataset=${dataset.slug}&suite=${suite.slug}`}>
              <Rank rank={standing.rank} low={standing.rankLow} high={standing.rankHigh} />
              <span className="block text-xs text-ink-3">of {standing.modelCount}</span>
            </Link>
          )}
        </Figure>
        <Figure label="Robust Dice">
          <Score interval={report.robust} isLarge />
        </Figure>
        <Figure label="Clean Dice">
          <Score interval={report.clean} isLarge />
        </Figure>
        <Figure label="Clean and robust" isHiddenNarrow>
          <Dumbbell clean={report.clean.mean} robust={report.robust} colour={props.colour} width={170} />
        </Figure>
        <Figure label="Retained" title="Robust Dice divided by clean Dice">
          <span className="text-base font-semibold">{Math.round(report.retainedRatio * 100)} %</span>
        </Figure>
        {report.curveArea === null ? null : (
          <Figure label="Curve" title="Mean height of the curve over the attack's strength, up to the one that ranks">
            <Score interval={report.curveArea} isLarge />
          </Figure>
        )}
        {report.worstTenth === null ? null : (
          <Figure label="Worst tenth" title="Mean robust Dice of the worst tenth of the scans, at least one">
            <span className="text-base font-semibold">{formatDice(report.worstTenth)}</span>
          </Figure>
        )}
        {report.robustHd95Mm === null ? null : (
          <Figure label="HD95" title="95th-percentile Hausdorff distance under attack">
            <span className="text-base font-semibold">{formatMillimetres(report.robustHd95Mm)}</span>
          </Figure>
        )}
        {report.robustNsd === null ? null : (
          <Figure label="Surface Dice" title="Normalised surface Dice at 2 mm, under attack">
            <span className="text-base font-semibold">{formatDice(report.robustNsd)}</span>
          </Figure>
        )}
        {report.noiseDice === null ? null : (
          <Figure label="Noise" title="Mean Dice over all noise and corruptions; never part of the worst case">
            <span className="text-base font-semibold">{formatDice(report.noiseDice)}</span>
          </Figure>
        )}
        {tracks.map(([label, interval]) =>
          interval === null || measured < 2 ? null : (
            <Figure key={label} label={label} title={`Worst of the ${label.toLowerCase()} attacks`}>
              <Score interval={interval} isLarge />
            </Figure>
          ),
        )}
      </dl>
    </>
  )
}

function Figure(figure: { label: string; title?: string; isHiddenNarrow?: boolean; children: ReactNode }): ReactNode {
  return (
    <div title={figure.title} className={figure.isHiddenNarrow ? 'max-md:hidden' : undefined}>
      <dt className="mb-0.5 text-xs text-ink-3">{figure.label}</dt>
      <dd>{figure.children}</dd>
    </div>
  )
}
