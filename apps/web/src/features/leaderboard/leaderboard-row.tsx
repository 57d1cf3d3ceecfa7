import Link from 'next/link'
import type { ReactNode } from 'react'
import { Chip, Flag } from '../../components/chip.tsx'
import { Dumbbell } from '../../components/dumbbell.tsx'
import { FamilyMark, familyColour, familyNames } from '../../components/family.tsx'
import { Rank } from '../../components/rank.tsx'
import { Score } from '../../components/score.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { Cell, RowHead } from '../../components/table.tsx'
import { formatCount, formatMillimetres } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
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
      curve { epsilon foregroundDice { mean low high } }
      flags { code message }
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
}): ReactNode {
  const { submission, ...entry } = readFragment(LeaderboardRowFragment, row.entry)
  const robust = robustInterval(entry, row.attack)
  const colour = familyColour(submission.family)
  const parameters = submission.model?.parameters ?? null
  return (
    <tr className="hover:bg-hover">
      <Cell>
        <Rank rank={entry.rank} low={entry.rankLow} high={entry.rankHigh} />
      </Cell>
      <RowHead className="max-w-[26rem] max-md:w-full">
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
        </span>
        <span className="mt-0.5 flex flex-wrap gap-1 lg:hidden">
          <Flags flags={entry.flags} />
        </span>
      </RowHead>
      <Cell align="right">{robust === null ? <Missing /> : <Score interval={robust} isLarge />}</Cell>
      <Cell className="max-md:hidden">
        {robust === null ? null : <Dumbbell clean={entry.cleanDice.mean} robust={robust} colour={colour} />}
      </Cell>
      <Cell className="max-lg:hidden">
        <Sparkline curve={entry.curve} colour={colour} />
      </Cell>
      <Cell align="right" className="whitespace-nowrap max-md:hidden">
        {entry.robustHd95Mm === null ? <Missing /> : formatMillimetres(entry.robustHd95Mm)}
      </Cell>
      <Cell align="right" className="whitespace-nowrap max-md:hidden">
        {parameters === null ? <Missing /> : formatCount(parameters)}
      </Cell>
      <Cell className="max-lg:hidden">
        <span className="flex flex-wrap gap-1">
          <Flags flags={entry.flags} />
        </span>
      </Cell>
    </tr>
  )
}

const trainingChips = { ADVERSARIAL: 'adversarially trained', FREQUENCY_ADVERSARIAL: 'frequency trained' } as const

function Flags({ flags }: { flags: readonly { code: string; message: string }[] }): ReactNode {
  return flags.map(({ code, message }) => (
    <Flag key={code} title={message}>
      {flagName(code)}
    </Flag>
  ))
}

/** `masks-gradient` → "Masks gradient". */
function flagName(code: string): string {
  const words = code.replaceAll(/[-_]/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function Missing(): ReactNode {
  return (
    <span className="text-ink-3" title="Not measured by this suite">
      –
    </span>
  )
}
