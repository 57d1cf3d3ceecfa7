import type { ReactNode } from 'react'
import { Dumbbell } from '../../components/dumbbell.tsx'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportClassesFragment = graphql(`
  fragment ReportClasses on EvaluationReport {
    classNames
    worstDice
    entries { track dice }
  }
`)

/** Each foreground class on the clean scans and at its own worst, over all attacks that count. */
export function ReportClasses(props: { report: FragmentOf<typeof ReportClassesFragment>; colour: string }): ReactNode {
  const { classNames, worstDice, entries } = readFragment(ReportClassesFragment, props.report)
  if (worstDice.length === 0) return null
  const clean = entries.find(({ track }) => track === 'CLEAN')?.dice ?? []
  return (
    <Section
      title="By organ"
      note="Mean over the scans of each organ’s own worst, which need not come from the attack that is worst for all."
    >
      <Table caption="Dice by organ">
        <thead>
          <tr>
            <HeadCell>Organ</HeadCell>
            <HeadCell align="right">Clean</HeadCell>
            <HeadCell align="right">Worst</HeadCell>
            <HeadCell className="max-sm:hidden">
              <span className="flex w-[200px] justify-between px-[3px]">
                <span>0</span>
                <span>● worst&ensp;○ clean</span>
                <span>1</span>
              </span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {classNames.slice(1).map((className, index) => (
            <ClassRow
              key={className}
              name={className}
              clean={clean[index + 1] ?? null}
              worst={worstDice[index + 1] ?? null}
              colour={props.colour}
            />
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function ClassRow(row: { name: string; clean: number | null; worst: number | null; colour: string }): ReactNode {
  const { clean, worst } = row
  return (
    <tr className="hover:bg-hover">
      <RowHead className="font-[550]">{row.name}</RowHead>
      <Cell align="right">{clean === null ? '–' : formatDice(clean)}</Cell>
      <Cell align="right" className="font-[550]">
        {worst === null ? '–' : formatDice(worst)}
      </Cell>
      <Cell className="max-sm:hidden">
        {clean === null || worst === null ? null : (
          <Dumbbell clean={clean} robust={{ mean: worst, low: worst, high: worst }} colour={row.colour} />
        )}
      </Cell>
    </tr>
  )
}
