import type { ReactNode } from 'react'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { entryLabel } from './entry-label.ts'
import { isWithin } from './entry-groups.ts'

export const ReportClassEntriesFragment = graphql(`
  fragment ReportClassEntries on EvaluationReport {
    classNames
    entries { entry repeats track epsilon norm dice }
  }
`)

/** Mean Dice of each foreground class under each attack that counts; opened on demand. A dash: in no scan. */
export function ReportClassEntries(props: {
  report: FragmentOf<typeof ReportClassEntriesFragment>
  headlineEpsilon: number
}): ReactNode {
  const { classNames, entries } = readFragment(ReportClassEntriesFragment, props.report)
  const shown = entries.filter((entry) => entry.track === 'CLEAN' || isWithin(entry, props.headlineEpsilon))
  return (
    <details className="mt-6">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">Every organ under every attack</summary>
      <div className="mt-2">
        <Table caption="Dice by class and attack">
          <thead>
            <tr>
              <HeadCell className="sticky left-0 bg-ground">Organ</HeadCell>
              {shown.map((entry) => (
                <HeadCell key={entry.entry} align="right">
                  {entryLabel(entry)}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {classNames.slice(1).map((className, index) => (
              <tr key={className} className="hover:bg-hover">
                <RowHead className="sticky left-0 bg-ground font-[550]">{className}</RowHead>
                {shown.map(({ entry, dice }) => {
                  const value = dice[index + 1] ?? null
                  return (
                    <Cell key={entry} align="right" className={isLost(value) ? 'text-ink-3' : undefined}>
                      {value === null ? '–' : formatDice(value)}
                    </Cell>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  )
}

function isLost(value: number | null): boolean {
  return value === null || value < 0.005
}
