import type { ReactNode } from 'react'
import { Hash } from '../../components/hash.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatEpsilon } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../lib/graphql/index.ts'
import { attackWords } from './attack-words.ts'
import { suiteLines } from './suite-lines.ts'

export const SuiteTableFragment = graphql(`
  fragment SuiteTable on Suite {
    slug
    hash
    headlineEpsilon
    entries { name attack track epsilon norm surrogates vanish }
  }
`)

type Entry = ResultOf<typeof SuiteTableFragment>['entries'][number]

/** The attacks of one suite, in their order, one line for all strengths of an attack. */
export function SuiteTable(props: { suite: FragmentOf<typeof SuiteTableFragment> }): ReactNode {
  const suite = readFragment(SuiteTableFragment, props.suite)
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
        <span>Worst case at {formatEpsilon(suite.headlineEpsilon)}</span>
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
          {suiteLines(suite.entries).map(({ name, first, strength }) => (
            <tr key={first.name} className="hover:bg-hover">
              <RowHead className="font-[550]">{name}</RowHead>
              <Cell className="text-ink-2">{describe(first)}</Cell>
              <Cell className="whitespace-nowrap text-ink-2 max-sm:hidden">
                {first.track.toLowerCase().replace('_', '-')}
              </Cell>
              <Cell align="right" className="sm:whitespace-nowrap">
                {strength}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function describe({ attack, surrogates, vanish }: Entry): string {
  const words = attackWords[attack] ?? attack
  if (vanish !== null) return `${words}; aims at making ${organWords[vanish] ?? `class ${vanish}`} vanish`
  return surrogates.length === 0 ? words : `${words}; made on ${surrogates.join(', ')}`
}

const organWords: Readonly<Record<string, string>> = {
  largest: 'the largest organ of the scan',
  smallest: 'the smallest organ of the scan',
}
