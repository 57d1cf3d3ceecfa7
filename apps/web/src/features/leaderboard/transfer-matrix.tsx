import Link from 'next/link'
import type { ReactNode } from 'react'
import { FamilyMark } from '../../components/family.tsx'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { rowLimit } from './row-limit.ts'

export const TransferMatrixFragment = graphql(`
  fragment TransferMatrix on LeaderboardEntry {
    submission { id uuid name family }
    transfer { entry surrogates onModel rate }
  }
`)

/**
 * The Dice that each model of the board keeps on scans that were attacked on other models: a row per model, a column
 * per attack. Nothing where the board's suite makes no such attacks.
 */
export function TransferMatrix({
  entries,
}: {
  entries: readonly FragmentOf<typeof TransferMatrixFragment>[]
}): ReactNode {
  const rows = readFragment(TransferMatrixFragment, entries).slice(0, rowLimit)
  const columns = columnsOf(rows.flatMap(({ transfer }) => transfer))
  if (columns.length === 0) return null
  return (
    <Section
      title="Attacks made on other models"
      note="Dice of each model on scans that were attacked on the models above the column; beside it, how much of the damage came along. A model is never attacked with itself."
    >
      <Table caption="Transfer of attacks between models">
        <thead>
          <tr>
            <HeadCell className="sticky left-0 bg-ground">Model</HeadCell>
            {columns.map(({ entry, surrogates }) => (
              <HeadCell key={entry} align="right" title={entry}>
                {surrogates.map((surrogate) => (
                  <span key={surrogate} className="block">
                    {surrogate}
                  </span>
                ))}
                <span className="block font-normal">{entry}</span>
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ submission, transfer }) => (
            <tr key={submission.id} className="hover:bg-hover">
              <RowHead className="sticky left-0 bg-ground font-[550]">
                <span className="flex items-baseline gap-1.5">
                  <FamilyMark family={submission.family} />
                  <Link href={`/submissions/${submission.uuid}`} className="[overflow-wrap:anywhere]">
                    {submission.name}
                  </Link>
                </span>
              </RowHead>
              {columns.map(({ entry }) => (
                <Cell key={entry} align="right" className="whitespace-nowrap">
                  <Transferred found={transfer.find((one) => one.entry === entry)} />
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function Transferred({ found }: { found: { onModel: number; rate: number | null } | undefined }): ReactNode {
  if (found === undefined) return <span className="text-ink-3">–</span>
  return (
    <>
      {formatDice(found.onModel)}
      {found.rate === null ? null : (
        <span className="ml-1.5 inline-block w-9 text-xs text-ink-3">{Math.round(found.rate * 100)} %</span>
      )}
    </>
  )
}

/** Each attack once, with every model that it was made on for some row: its own row leaves a surrogate out. */
function columnsOf(
  transfer: readonly { entry: string; surrogates: string }[],
): readonly { entry: string; surrogates: readonly string[] }[] {
  return [...Map.groupBy(transfer, ({ entry }) => entry)].map(([entry, found]) => ({
    entry,
    surrogates: [...new Set(found.flatMap(({ surrogates }) => surrogates.split(' + ')))],
  }))
}
