import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportVanishedFragment = graphql(`
  fragment ReportVanished on EvaluationReport {
    classNames
    outcomes { caseKey entry foregroundDice vanished { organ share } }
  }
`)

/** Attacks that aim at one organ: how much of it the model no longer finds. Nothing where the suite has none. */
export function ReportVanished(props: { report: FragmentOf<typeof ReportVanishedFragment> }): ReactNode {
  const { classNames, outcomes } = readFragment(ReportVanishedFragment, props.report)
  const aimed = outcomes.flatMap(({ vanished, ...outcome }) => (vanished === null ? [] : [{ ...outcome, ...vanished }]))
  if (aimed.length === 0) return null
  return (
    <Section
      title="One organ made to vanish"
      note="The attack aims at a single organ of each scan. Means over the scans: the share of its voxels that the model no longer finds, and the Dice of all organs meanwhile."
    >
      <Table caption="Organs made to vanish">
        <thead>
          <tr>
            <HeadCell>Attack</HeadCell>
            <HeadCell>Organ</HeadCell>
            <HeadCell align="right">Scans</HeadCell>
            <HeadCell align="right">Vanished</HeadCell>
            <HeadCell align="right">Dice</HeadCell>
          </tr>
        </thead>
        <tbody>
          {[...Map.groupBy(aimed, ({ entry, organ }) => `${entry} ${organ}`)].map(([key, members]) => (
            <tr key={key} className="hover:bg-hover">
              <RowHead className="font-[550]">{members[0]?.entry}</RowHead>
              <Cell>{classNames[members[0]?.organ ?? 0]}</Cell>
              <Cell align="right">{members.length}</Cell>
              <Cell align="right" className="font-[550]">
                {Math.round(mean(members.map(({ share }) => share)) * 100)} %
              </Cell>
              <Cell align="right">{formatDice(mean(members.map(({ foregroundDice }) => foregroundDice)))}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
