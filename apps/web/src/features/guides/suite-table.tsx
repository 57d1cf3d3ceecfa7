import type { ReactNode } from 'react'
import { Hash } from '../../components/hash.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatEpsilon } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const SuiteTableFragment = graphql(`
  fragment SuiteTable on Suite {
    slug
    hash
    headlineEpsilon
    entries { name attack track epsilon }
  }
`)

/** The attacks of one suite, in their order. */
export function SuiteTable(props: { suite: FragmentOf<typeof SuiteTableFragment> }): ReactNode {
  const suite = readFragment(SuiteTableFragment, props.suite)
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
        <span>Ranks at {formatEpsilon(suite.headlineEpsilon)}</span>
        <Hash value={suite.hash} what={`the hash of suite ${suite.slug}`} />
      </p>
      <Table caption={`Attacks of suite ${suite.slug}`}>
        <thead>
          <tr>
            <HeadCell>Entry</HeadCell>
            <HeadCell>What it does</HeadCell>
            <HeadCell className="max-sm:hidden">Track</HeadCell>
            <HeadCell align="right">Bound</HeadCell>
          </tr>
        </thead>
        <tbody>
          {suite.entries.map((entry) => (
            <tr key={entry.name}>
              <RowHead className="font-[550] whitespace-nowrap">{entry.name}</RowHead>
              <Cell className="text-ink-2">{attackWords[entry.attack] ?? entry.attack}</Cell>
              <Cell className="whitespace-nowrap text-ink-2 max-sm:hidden">
                {entry.track.toLowerCase().replace('_', '-')}
              </Cell>
              <Cell align="right">{entry.epsilon === null ? '–' : formatEpsilon(entry.epsilon)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

const attackWords: Readonly<Record<string, string>> = {
  none: 'The scan as it is',
  'gaussian-noise': 'Random noise; counts as a measurement, never as an attack',
  fgsm: 'One step along the sign of the gradient',
  pgd: 'Many small steps along the sign of the gradient, held within the bound',
}
