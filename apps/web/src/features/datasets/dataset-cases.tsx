import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatShape } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { classMillilitres } from './class-volume.ts'

export const DatasetCasesFragment = graphql(`
  fragment DatasetCases on Dataset {
    classNames
    cases { key shape spacingMm classVoxels }
  }
`)

/** Each held-out scan: its size, and how much of each organ is in it. */
export function DatasetCases(props: { dataset: FragmentOf<typeof DatasetCasesFragment> }): ReactNode {
  const { cases, classNames } = readFragment(DatasetCasesFragment, props.dataset)
  return (
    <Section title="Scans" note="After preprocessing. Organ volumes in millilitres, from the reference segmentation.">
      <Table caption="Scans of the dataset">
        <thead>
          <tr>
            <HeadCell>Scan</HeadCell>
            <HeadCell>Voxels</HeadCell>
            <HeadCell>Spacing, mm</HeadCell>
            {classNames.slice(1).map((name) => (
              <HeadCell key={name} align="right">
                {name}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {cases.map(({ key, shape, spacingMm, classVoxels }) => (
            <tr key={key} className="hover:bg-hover">
              <RowHead className="font-[550]">{key}</RowHead>
              <Cell className="whitespace-nowrap text-ink-2">{formatShape(shape)}</Cell>
              <Cell className="whitespace-nowrap text-ink-2">{formatShape(spacingMm)}</Cell>
              {classNames.slice(1).map((name, index) => {
                const volume = classMillilitres(classVoxels[index + 1] ?? 0, spacingMm)
                return (
                  <Cell key={name} align="right" className={volume === 0 ? 'text-ink-3' : undefined}>
                    {volume === 0 ? 'absent' : volume.toFixed(volume < 100 ? 1 : 0)}
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
