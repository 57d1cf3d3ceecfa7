import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Score } from '../../components/score.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice, formatEpsilon, formatMillimetres } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportEntriesFragment = graphql(`
  fragment ReportEntries on EvaluationReport {
    entries {
      entry
      attack
      track
      epsilon
      foregroundDice { mean low high }
      hd95Mm
      nsd
    }
  }
`)

/** Each attack of the suite over all scans. */
export function ReportEntries(props: { report: FragmentOf<typeof ReportEntriesFragment> }): ReactNode {
  const { entries } = readFragment(ReportEntriesFragment, props.report)
  return (
    <Section
      title="By attack"
      note="Mean over the scans, with half of its 95 % interval. Noise is no adversary and never counts as the worst."
    >
      <Table caption="Scores by attack">
        <thead>
          <tr>
            <HeadCell>Attack</HeadCell>
            <HeadCell className="max-sm:hidden">Track</HeadCell>
            <HeadCell align="right" title="Largest allowed change of a voxel, of the intensity range">
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
          {entries.map((entry) => (
            <tr key={entry.entry} className="hover:bg-hover">
              <RowHead className="font-[550]">
                <span title={entry.attack}>{entry.entry}</span>
              </RowHead>
              <Cell className="whitespace-nowrap text-ink-2 max-sm:hidden">{trackNames[entry.track]}</Cell>
              <Cell align="right" className="text-ink-2">
                {entry.epsilon === null ? '–' : formatEpsilon(entry.epsilon)}
              </Cell>
              <Cell align="right" className="whitespace-nowrap">
                <Score interval={entry.foregroundDice} />
              </Cell>
              <Cell align="right" className="whitespace-nowrap">
                {entry.hd95Mm === null ? '–' : formatMillimetres(entry.hd95Mm)}
              </Cell>
              <Cell align="right">{entry.nsd === null ? '–' : formatDice(entry.nsd)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

const trackNames = {
  CLEAN: 'Clean',
  NOISE: 'Noise',
  WHITE_BOX: 'White-box',
  BLACK_BOX: 'Black-box',
  FREQUENCY: 'Frequency',
} as const
