import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { entryLabel } from './entry-label.ts'

export const ReportTransferFragment = graphql(`
  fragment ReportTransfer on EvaluationReport {
    transfer { entry repeats surrogates onSurrogates onModel rate }
  }
`)

/** What attacks on other models do to this one. Nothing where the suite has no surrogates for the dataset. */
export function ReportTransfer(props: { report: FragmentOf<typeof ReportTransferFragment> }): ReactNode {
  const { transfer } = readFragment(ReportTransferFragment, props.report)
  if (transfer.length === 0) return null
  return (
    <Section
      title="Attacks made on other models"
      note="Dice of those models and of this one on the same attacked scans. A model is never attacked with itself."
    >
      <Table caption="Transfer of attacks from other models">
        <thead>
          <tr>
            <HeadCell className="sticky left-0 bg-ground">Attack</HeadCell>
            <HeadCell>Made on</HeadCell>
            <HeadCell align="right">Dice there</HeadCell>
            <HeadCell align="right">Dice here</HeadCell>
            <HeadCell align="right" title="What this model loses of its clean Dice, as a share of what the others lose">
              Transferred
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {transfer.map((row) => (
            <tr key={row.entry} className="hover:bg-hover">
              <RowHead className="sticky left-0 min-w-34 bg-ground font-[550] md:whitespace-nowrap">
                {entryLabel(row)}
              </RowHead>
              <Cell className="text-ink-2">{row.surrogates}</Cell>
              <Cell align="right">{formatDice(row.onSurrogates)}</Cell>
              <Cell align="right" className="font-[550]">
                {formatDice(row.onModel)}
              </Cell>
              <Cell align="right">{row.rate === null ? '–' : `${Math.round(row.rate * 100)} %`}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
