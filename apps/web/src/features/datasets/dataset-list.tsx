import Link from 'next/link'
import type { ReactNode } from 'react'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const DatasetListFragment = graphql(`
  fragment DatasetList on Dataset {
    slug
    name
    modality
    licence
    classNames
    caseCount
    submissionCount
  }
`)

/** The datasets that models are ranked on. */
export function DatasetList(props: { datasets: readonly FragmentOf<typeof DatasetListFragment>[] }): ReactNode {
  const datasets = readFragment(DatasetListFragment, props.datasets)
  return (
    <Table caption="Datasets">
      <thead>
        <tr>
          <HeadCell>Dataset</HeadCell>
          <HeadCell className="max-sm:hidden">Modality</HeadCell>
          <HeadCell align="right">Scans</HeadCell>
          <HeadCell align="right" title="Background not counted">
            Organs
          </HeadCell>
          <HeadCell align="right">Models</HeadCell>
          <HeadCell className="max-md:hidden">Licence</HeadCell>
          <HeadCell>
            <span className="sr-only">Board</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {datasets.map((dataset) => (
          <tr key={dataset.slug} className="hover:bg-hover">
            <RowHead>
              <Link href={`/datasets/${dataset.slug}`} className="font-[580]">
                {dataset.name}
              </Link>
              <span className="block max-w-[52ch] text-[12.5px] text-ink-3 max-sm:hidden">
                {dataset.classNames.slice(1).join(', ')}
              </span>
            </RowHead>
            <Cell className="text-ink-2 max-sm:hidden">{dataset.modality}</Cell>
            <Cell align="right">{dataset.caseCount}</Cell>
            <Cell align="right">{dataset.classNames.length - 1}</Cell>
            <Cell align="right">{dataset.submissionCount}</Cell>
            <Cell className="text-ink-2 max-md:hidden">{dataset.licence}</Cell>
            <Cell align="right">
              <Link href={`/?dataset=${dataset.slug}`} className="whitespace-nowrap text-ink-2">
                Board<span className="sr-only"> of {dataset.name}</span>
              </Link>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
