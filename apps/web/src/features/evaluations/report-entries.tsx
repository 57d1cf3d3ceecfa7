import { Fragment, type ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Score } from '../../components/score.tsx'
import { Cell, GroupRow, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatBound, formatDice, formatEpsilon, formatFixed, formatMillimetres } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'
import { wordsOf } from '../../lib/words.ts'
import { groupEntries } from './entry-groups.ts'
import { type Reach, reachOf } from './reach.ts'

export const ReportEntriesFragment = graphql(`
  fragment ReportEntries on EvaluationReport {
    entries {
      entry
      repeats
      attack
      track
      epsilon
      norm
      foregroundDice { mean low high }
      hd95Mm
      nsd
      paper { dice hd95Voxels }
    }
    secondRoundFlags { code }
    outcomes { entry linf l2 ssim }
  }
`)

type Entry = ResultOf<typeof ReportEntriesFragment>['entries'][number]

/** Each attack of the suite over all scans, by what it assumes, the clean scans on top, and how far each reached. */
export function ReportEntries(props: { report: FragmentOf<typeof ReportEntriesFragment> }): ReactNode {
  const { entries, secondRoundFlags, outcomes } = readFragment(ReportEntriesFragment, props.report)
  const byEntry = Map.groupBy(outcomes, ({ entry }) => entry)
  const hasPaper = entries.some(({ paper }) => paper !== null)
  const rowOf = (entry: Entry): ReactNode => (
    <EntryRow key={entry.entry} entry={entry} reach={reachOf(byEntry.get(entry.entry) ?? [])} hasPaper={hasPaper} />
  )
  return (
    <Section
      title="By attack"
      note="Scores: means over the scans, with the 95&nbsp;% interval of Dice. Reached: the largest change of a voxel in any scan; the mean Euclidean length of the change, intensities from 0 to 1; the mean structural similarity to the clean scan."
    >
      <Table caption="Scores by attack">
        <thead>
          <tr>
            <HeadCell className="sticky left-0 bg-ground">Attack</HeadCell>
            <HeadCell
              align="right"
              title="Largest allowed change, of the intensity range; in L2 of the root mean square"
            >
              Bound
            </HeadCell>
            <HeadCell align="right">Dice</HeadCell>
            <HeadCell align="right" title="95th-percentile Hausdorff distance">
              HD95
            </HeadCell>
            <HeadCell align="right" title="Normalised surface Dice at 2 mm">
              Surface Dice
            </HeadCell>
            {hasPaper ? <PaperHeads /> : null}
            <HeadCell align="right" title="Largest change of a voxel in any scan, of the intensity range">
              Reached L∞
            </HeadCell>
            <HeadCell align="right" title="Mean Euclidean length of the change, intensities from 0 to 1">
              Reached L2
            </HeadCell>
            <HeadCell align="right" title="Mean structural similarity to the clean scan, where measured; 1 is the same">
              SSIM
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {entries.filter(({ track }) => track === 'CLEAN').map(rowOf)}
          {groupEntries(entries).map((group) => (
            <Fragment key={group.title}>
              <GroupRow columns={hasPaper ? 10 : 8}>
                {group.title}
                {group.entries.some(({ repeats }) => repeats !== null) ? reasonOf(secondRoundFlags) : null}
              </GroupRow>
              {group.entries.map(rowOf)}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** Why a second round ran, as the end of its heading. */
function reasonOf(flags: readonly { readonly code: string }[]): string {
  if (flags.length === 0) return ''
  return `, because the first raised ${listing.format(flags.map(({ code }) => `“${wordsOf(code)}”`))}`
}

const listing = new Intl.ListFormat('en', { type: 'conjunction' })

function PaperHeads(): ReactNode {
  return (
    <>
      <HeadCell
        align="right"
        title="As Malik et al. (BMVC 2024) compute it: the background counts, organs absent from a scan do not"
      >
        Paper’s Dice
      </HeadCell>
      <HeadCell
        align="right"
        title="As Malik et al. (BMVC 2024) compute it: 95th-percentile Hausdorff distance in voxels, organs that are missed left out"
      >
        Paper’s HD95
      </HeadCell>
    </>
  )
}

function EntryRow({ entry, reach, hasPaper }: { entry: Entry; reach: Reach | null; hasPaper: boolean }): ReactNode {
  const { paper } = entry
  return (
    <tr className="hover:bg-hover">
      <RowHead className="sticky left-0 min-w-34 bg-ground font-[550] md:whitespace-nowrap">
        <span title={entry.repeats === null ? entry.attack : `${entry.attack}, recorded as ${entry.entry}`}>
          {entry.repeats ?? entry.entry}
        </span>
      </RowHead>
      <Cell align="right" className="whitespace-nowrap text-ink-2">
        {formatBound(entry)}
      </Cell>
      <Cell align="right" className="whitespace-nowrap">
        <Score interval={entry.foregroundDice} />
      </Cell>
      <Cell align="right" className="whitespace-nowrap">
        {orDash(entry.hd95Mm, formatMillimetres)}
      </Cell>
      <Cell align="right">{orDash(entry.nsd, formatDice)}</Cell>
      {hasPaper ? (
        <>
          <Cell align="right">{orDash(paper?.dice, formatDice)}</Cell>
          <Cell align="right" className="whitespace-nowrap">
            {orDash(paper?.hd95Voxels, (voxels) => `${formatFixed(voxels, 1)} voxels`)}
          </Cell>
        </>
      ) : null}
      <Cell align="right" className="whitespace-nowrap text-ink-2">
        {orDash(reach?.linf, formatEpsilon)}
      </Cell>
      <Cell align="right" className="text-ink-2">
        {orDash(reach?.l2, (length) => formatFixed(length, 2))}
      </Cell>
      <Cell align="right" className="text-ink-2">
        {orDash(reach?.ssim, formatDice)}
      </Cell>
    </tr>
  )
}

function orDash(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}
