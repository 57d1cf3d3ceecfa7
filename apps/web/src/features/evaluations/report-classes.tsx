import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const ReportClassesFragment = graphql(`
  fragment ReportClasses on EvaluationReport {
    classNames
    entries { entry dice }
  }
`)

/** Mean Dice of each foreground class under each attack; a dash where the class is in no scan. */
export function ReportClasses(props: { report: FragmentOf<typeof ReportClassesFragment> }): ReactNode {
  const { classNames, entries } = readFragment(ReportClassesFragment, props.report)
  return (
    <Section title="By class" note="Mean Dice of each class over the scans.">
      <Table caption="Dice by class and attack">
        <thead>
          <tr>
            <HeadCell>Class</HeadCell>
            {entries.map(({ entry }) => (
              <HeadCell key={entry} align="right">
                {entry}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {classNames.slice(1).map((className, index) => (
            <tr key={className} className="hover:bg-hover">
              <RowHead className="font-[550]">{className}</RowHead>
              {entries.map(({ entry, dice }) => {
                const value = dice[index + 1] ?? null
                return (
                  <Cell
                    key={entry}
                    align="right"
                    className={value === null || value < 0.005 ? 'text-ink-3' : undefined}
                  >
                    {value === null ? '–' : formatDice(value)}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
