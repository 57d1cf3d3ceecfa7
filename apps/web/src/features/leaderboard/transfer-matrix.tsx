import Link from 'next/link'
import type { ReactNode } from 'react'
import { FamilyMark } from '../../components/family.tsx'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatDice } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { entryLabel } from '../evaluations/index.ts'
import { rowLimit } from './row-limit.ts'
import { strongestTransfer, transferColumns } from './strongest-transfer.ts'

export const TransferMatrixFragment = graphql(`
  fragment TransferMatrix on LeaderboardEntry {
    submission { id uuid name family }
    transfer { entry repeats surrogates epsilon onModel rate }
  }
`)

/**
 * The Dice that each model of the board keeps on scans that were attacked on other models: a row per model, a column
 * per attacked model, the strongest attack in each cell. Nothing where the board's suite makes no such attacks.
 */
export function TransferMatrix({
  entries,
}: {
  entries: readonly FragmentOf<typeof TransferMatrixFragment>[]
}): ReactNode {
  const rows = readFragment(TransferMatrixFragment, entries).slice(0, rowLimit)
  const columns = transferColumns(rows.map(({ transfer }) => transfer))
  if (columns.length === 0) return null
  return (
    <Section
      title="Attacks made on other models"
      note="Dice of each model on scans that were attacked on the model above the column, by the attack that hurts most; beside it, what it loses of its clean Dice as a share of what they lose. A model is never attacked with itself."
    >
      <Table caption="Transfer of attacks between models">
        <thead>
          <tr>
            <HeadCell className="sticky left-0 bg-ground">Model</HeadCell>
            {columns.map((column) => (
              <HeadCell key={column} align="right">
                {column}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ submission, transfer }) => (
            <tr key={submission.id} className="hover:bg-hover">
              <RowHead className="sticky left-0 min-w-36 bg-ground font-[550]">
                <span className="flex items-baseline gap-1.5">
                  <FamilyMark family={submission.family} />
                  <Link href={`/submissions/${submission.uuid}`} className="[overflow-wrap:anywhere]">
                    {submission.name}
                  </Link>
                </span>
              </RowHead>
              {columns.map((column) => (
                <TransferCell key={column} found={strongestTransfer(transfer, column)} />
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function TransferCell({
  found,
}: {
  found: { entry: string; repeats: string | null; onModel: number; rate: number | null } | undefined
}): ReactNode {
  if (found === undefined)
    return (
      <Cell align="right" className="text-ink-3">
        –
      </Cell>
    )
  return (
    <Cell align="right" className="whitespace-nowrap" title={entryLabel(found)}>
      {formatDice(found.onModel)}
      <span className="ml-1.5 inline-block w-10 text-xs text-ink-3">
        {found.rate === null ? '' : `${Math.round(found.rate * 100)} %`}
      </span>
    </Cell>
  )
}
