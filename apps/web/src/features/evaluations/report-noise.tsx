import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Score } from '../../components/score.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice, formatInterval } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { severityTable } from './severity-table.ts'

export const ReportNoiseFragment = graphql(`
  fragment ReportNoise on EvaluationReport {
    noiseDice
    entries {
      entry
      track
      foregroundDice { mean low high }
    }
  }
`)

/** What scanners and chance do to the scans: kinds by severity. Nothing where the suite has none. */
export function ReportNoise(props: { report: FragmentOf<typeof ReportNoiseFragment>; colour: string }): ReactNode {
  const { entries, noiseDice } = readFragment(ReportNoiseFragment, props.report)
  if (noiseDice === null) return null
  const clean = entries.find(({ track }) => track === 'CLEAN')?.foregroundDice
  const { severities, rows, others } = severityTable(entries.filter(({ track }) => track === 'NOISE'))
  return (
    <Section
      title={rows.length === 0 ? 'Noise' : 'Noise and corruptions'}
      note={`Mean Dice over the scans; ${formatDice(noiseDice)} over all of these${clean === undefined ? '' : `, ${formatDice(clean.mean)} clean`}. Nobody aims these at the model, so they never count as the worst case.`}
    >
      {rows.length === 0 ? null : (
        <Table caption="Dice by corruption and severity">
          <thead>
            <tr>
              <HeadCell className="sticky left-0 bg-ground">Severity</HeadCell>
              {severities.map((severity) => (
                <HeadCell key={severity} align="right">
                  {severity}
                </HeadCell>
              ))}
              <HeadCell
                className="max-sm:hidden"
                title="From the clean scans to the highest severity; band: 95 % interval"
              >
                Dice over severity
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} className="hover:bg-hover">
                <RowHead className="sticky left-0 bg-ground font-[550]">{row.name}</RowHead>
                {row.entries.map((entry, index) => (
                  <Cell
                    key={severities[index]}
                    align="right"
                    title={entry === null ? undefined : `95 % interval ${formatInterval(entry.foregroundDice)}`}
                  >
                    {entry === null ? '–' : formatDice(entry.foregroundDice.mean)}
                  </Cell>
                ))}
                <Cell className="py-1 max-sm:hidden">
                  <Sparkline
                    points={[clean, ...row.entries.map((entry) => entry?.foregroundDice)].filter(
                      (one) => one !== undefined,
                    )}
                    colour={props.colour}
                    growth={`at severity ${severities.at(-1)}`}
                  />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {others.length === 0 ? null : (
        <p className="mt-3 flex flex-wrap gap-x-6 gap-y-1">
          {others.map(({ entry, foregroundDice }) => (
            <span key={entry} className="whitespace-nowrap">
              <span className="text-ink-2">{entry}</span> <Score interval={foregroundDice} />
            </span>
          ))}
        </p>
      )}
    </Section>
  )
}
