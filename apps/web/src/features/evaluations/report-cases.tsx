import type { ReactNode } from 'react'
import { Dumbbell } from '../../components/dumbbell.tsx'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'
import { entryLabels } from './entry-label.ts'
import { isWithin } from './entry-groups.ts'

export const ReportCasesFragment = graphql(`
  fragment ReportCases on EvaluationReport {
    cases { caseKey clean robust }
    entries { entry repeats }
    outcomes { caseKey entry track epsilon norm foregroundDice nonFinite }
  }
`)

type Outcome = ResultOf<typeof ReportCasesFragment>['outcomes'][number]

/** Each scan before and under the attack that hurt it most at the headline bound. */
export function ReportCases(props: {
  report: FragmentOf<typeof ReportCasesFragment>
  headlineEpsilon: number
  colour: string
}): ReactNode {
  const { cases, entries, outcomes } = readFragment(ReportCasesFragment, props.report)
  const labelOf = entryLabels(entries)
  return (
    <Section title="By scan" note="Foreground Dice of each scan, clean and under the attack that hurt it most.">
      <Table caption="Scores by scan">
        <thead>
          <tr>
            <HeadCell>Scan</HeadCell>
            <HeadCell align="right">Clean</HeadCell>
            <HeadCell align="right">Robust</HeadCell>
            <HeadCell className="max-md:hidden">
              <span className="flex w-[200px] justify-between px-[3px]">
                <span>0</span>
                <span>● robust&ensp;○ clean</span>
                <span>1</span>
              </span>
            </HeadCell>
            <HeadCell>Strongest attack</HeadCell>
          </tr>
        </thead>
        <tbody>
          {cases.map(({ caseKey, clean, robust }) => (
            <tr key={caseKey} className="hover:bg-hover">
              <RowHead className="font-[550] whitespace-nowrap">{caseKey}</RowHead>
              <Cell align="right">{formatDice(clean)}</Cell>
              <Cell align="right" className="font-[550]">
                {formatDice(robust)}
              </Cell>
              <Cell className="max-md:hidden">
                <Dumbbell clean={clean} robust={{ mean: robust, low: robust, high: robust }} colour={props.colour} />
              </Cell>
              <Cell className="text-ink-2">{labelOf(strongest(outcomes, caseKey, props.headlineEpsilon))}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** Name of the adversarial entry within the headline bound with the lowest Dice; the first of equals. */
function strongest(outcomes: readonly Outcome[], caseKey: string, headlineEpsilon: number): string {
  const [worst] = outcomes
    .filter((outcome) => outcome.caseKey === caseKey && isWithin(outcome, headlineEpsilon))
    .toSorted((a, b) => a.foregroundDice - b.foregroundDice)
  return worst?.entry ?? '–'
}
