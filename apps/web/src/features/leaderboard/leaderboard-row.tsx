import Link from 'next/link'
import type { ReactNode } from 'react'
import { Chip, Flag } from '../../components/chip.tsx'
import { Dumbbell } from '../../components/dumbbell.tsx'
import { FamilyMark, familyColour, familyNames } from '../../components/family.tsx'
import { Rank } from '../../components/rank.tsx'
import { Score } from '../../components/score.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { Cell, RowHead } from '../../components/table.tsx'
import { formatCount, formatDice, formatEpsilon, formatMillimetres } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { wordsOf } from '../../lib/words.ts'
import type { AttackChoice } from './board-view.ts'
import { RobustIntervalFragment, robustInterval } from './robust-interval.ts'

export const LeaderboardRowFragment = graphql(
  `
    fragment LeaderboardRow on LeaderboardEntry {
      rank
      rankLow
      rankHigh
      cleanDice { mean }
      robustHd95Mm
      noiseDice
      groups
      rankedBy
      curve { epsilon foregroundDice { mean low high } }
      flags { code message }
      evaluation { origin }
      submission {
        id
        uuid
        name
        family
        architecture
        training
        isBaseline
        model { parameters }
      }
      ...RobustInterval
    }
  `,
  [RobustIntervalFragment],
)

/** One model of the board: its rank with the rank's interval, and its scores with theirs. */
export function LeaderboardRow(row: {
  entry: FragmentOf<typeof LeaderboardRowFragment>
  attack: AttackChoice
  hasGroups: boolean
}): ReactNode {
  const { submission, ...entry } = readFragment(LeaderboardRowFragment, row.entry)
  const robust = robustInterval(entry, row.attack)
  const colour = familyColour(submission.family)
  const parameters = submission.model?.parameters ?? null
  return (
    <tr className="hover:bg-hover">
      <Cell>
        <Rank rank={entry.rank} low={entry.rankLow} high={entry.rankHigh} />
        {row.hasGroups ? (
          <span className="block text-xs text-ink-3" title="Not told apart from models that share a letter">
            {entry.groups.join('')}
          </span>
        ) : null}
      </Cell>
      <RowHead className="max-w-[26rem] max-md:w-full md:min-w-60">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="flex min-w-0 items-baseline gap-1.5 font-[580]">
            <FamilyMark family={submission.family} />
            <Link href={`/submissions/${submission.uuid}`} className="[overflow-wrap:anywhere]">
              {submission.name}
            </Link>
          </span>
          {submission.isBaseline ? <Chip title="Submitted by VoxProof for comparison">baseline</Chip> : null}
          {submission.training === 'STANDARD' ? null : <Chip>{trainingChips[submission.training]}</Chip>}
        </span>
        <span className="block text-[12.5px] text-ink-3">
          {familyNames[submission.family]} · {submission.architecture}
          {entry.evaluation.origin === 'IMPORTED' ? (
            <span title="Its result was computed elsewhere and brought in as a manifest"> · computed elsewhere</span>
          ) : null}
        </span>
        <span className="mt-0.5 flex flex-wrap gap-1 lg:hidden">
          <Marks entry={entry} />
        </span>
      </RowHead>
      <Cell align="right">{robust === null ? <Missing /> : <Score interval={robust} isLarge />}</Cell>
      <Cell className="max-md:hidden">
        {robust === null ? null : (
          <Dumbbell clean={entry.cleanDice.mean} robust={robust} colour={colour} width={boardPlotWidth} />
        )}
      </Cell>
      <Cell className="max-lg:hidden">
        <Sparkline
          points={entry.curve.map(({ foregroundDice }) => foregroundDice)}
          colour={colour}
          growth={`at ${formatEpsilon(entry.curve.at(-1)?.epsilon ?? 0)}`}
        />
      </Cell>
      <Cell align="right" className="max-lg:hidden">
        {entry.noiseDice === null ? <Missing /> : formatDice(entry.noiseDice)}
      </Cell>
      <Cell align="right" className="whitespace-nowrap max-md:hidden">
        {entry.robustHd95Mm === null ? <Missing /> : formatMillimetres(entry.robustHd95Mm)}
      </Cell>
      <Cell align="right" className="whitespace-nowrap max-md:hidden">
        {parameters === null ? <Missing /> : formatCount(parameters)}
      </Cell>
      <Cell className="max-lg:hidden">
        <span className="flex flex-wrap gap-1">
          <Marks entry={entry} />
        </span>
      </Cell>
    </tr>
  )
}

/** Of the plot of clean and robust Dice and of the scale above it. */
export const boardPlotWidth = 160

const trainingChips = { ADVERSARIAL: 'adversarially trained', FREQUENCY_ADVERSARIAL: 'frequency trained' } as const

/** What a reader must know before comparing: how it is ranked and what is doubted. */
function Marks({
  entry,
}: {
  entry: {
    readonly rankedBy: 'WORST_CASE' | 'BLACK_BOX'
    readonly flags: readonly { code: string; message: string }[]
  }
}): ReactNode {
  const [first, ...others] = entry.flags
  return (
    <>
      {entry.rankedBy === 'BLACK_BOX' ? (
        <Flag title="The gradient of this model cannot be trusted or computed; attacks that do without it decide.">
          Ranked by black-box
        </Flag>
      ) : null}
      {first === undefined ? null : (
        <Flag title={entry.flags.map(({ message }) => message).join('\n')}>
          {others.length === 0 ? wordsOf(first.code) : `${entry.flags.length} flags`}
        </Flag>
      )}
    </>
  )
}

function Missing(): ReactNode {
  return (
    <span className="text-ink-3" title="Not measured by this suite">
      –
    </span>
  )
}
