import { Fragment, type ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Score } from '../../components/score.tsx'
import { Cell, GroupRow, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatBound, formatDice, formatMillimetres } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'
import { groupEntries } from './entry-groups.ts'

export const ReportEntriesFragment = graphql(`
  fragment ReportEntries on EvaluationReport {
    entries {
      entry
      attack
      track
      epsilon
      norm
      foregroundDice { mean low high }
      hd95Mm
      nsd
    }
  }
`)

type Entry = ResultOf<typeof ReportEntriesFragment>['entries'][number]

/** Each attack of the suite over all scans, by what it assumes, the clean scans on top. */
export function ReportEntries(props: { report: FragmentOf<typeof ReportEntriesFragment> }): ReactNode {
  const { entries } = readFragment(ReportEntriesFragment, props.report)
  return (
    <Section title="By attack" note="Mean over the scans, with half of its 95 % interval.">
      <Table caption="Scores by attack">
        <thead>
          <tr>
            <HeadCell>Attack</HeadCell>
            <HeadCell align="right" title="Largest allowed change, of the intensity range">
              Bound
            </HeadCell>
            <HeadCell align="right">Dice</HeadCell>
            <HeadCell align="right" title="95th-percentile Hausdorff distance">
              HD95
            </HeadCell>
            <HeadCell align="right" title="Normalised surface Dice at 2 mm">
              Surface Dice
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {entries
            .filter(({ track }) => track === 'CLEAN')
            .map((entry) => (
              <EntryRow key={entry.entry} entry={entry} />
            ))}
          {groupEntries(entries).map((group) => (
            <Fragment key={group.title}>
              <GroupRow columns={5}>{group.title}</GroupRow>
              {group.entries.map((entry) => (
                <EntryRow key={entry.entry} entry={entry} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function EntryRow({ entry }: { entry: Entry }): ReactNode {
  return (
    <tr className="hover:bg-hover">
      <RowHead className="font-[550]">
        <span title={entry.attack}>{entry.entry}</span>
      </RowHead>
      <Cell align="right" className="whitespace-nowrap text-ink-2">
        {formatBound(entry)}
      </Cell>
      <Cell align="right" className="whitespace-nowrap">
        <Score interval={entry.foregroundDice} />
      </Cell>
      <Cell align="right" className="whitespace-nowrap">
        {entry.hd95Mm === null ? '–' : formatMillimetres(entry.hd95Mm)}
      </Cell>
      <Cell align="right">{entry.nsd === null ? '–' : formatDice(entry.nsd)}</Cell>
    </tr>
  )
}
