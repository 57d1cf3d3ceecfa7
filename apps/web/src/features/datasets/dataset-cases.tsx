import type { ReactNode } from 'react'
import { Section } from '../../components/page.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../components/table.tsx'
import { formatFixed, formatShape } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { classMillilitres, millilitreDecimals } from './class-volume.ts'

export const DatasetCasesFragment = graphql(`
  fragment DatasetCases on Dataset {
    classNames
    cases { key shape spacingMm classVoxels }
  }
`)

/** Each held-out scan: its size, and how much of each organ is in it. */
export function DatasetCases(props: { dataset: FragmentOf<typeof DatasetCasesFragment> }): ReactNode {
  const { cases, classNames } = readFragment(DatasetCasesFragment, props.dataset)
  const volumes = cases.map(({ classVoxels, spacingMm }) =>
    classVoxels.map((voxels) => classMillilitres(voxels, spacingMm)),
  )
  const decimals = classNames.map((_, index) => millilitreDecimals(volumes.map((ofCase) => ofCase[index] ?? 0)))
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
          {cases.map(({ key, shape, spacingMm }, position) => (
            <tr key={key} className="hover:bg-hover">
              <RowHead className="font-[550] whitespace-nowrap">{key}</RowHead>
              <Cell className="whitespace-nowrap text-ink-2">{formatShape(shape)}</Cell>
              <Cell className="whitespace-nowrap text-ink-2">{formatShape(spacingMm)}</Cell>
              {classNames.slice(1).map((name, index) => {
                const volume = volumes[position]?.[index + 1] ?? 0
                const digits = decimals[index + 1] ?? 0
                return (
                  <Cell key={name} align="right" className={volume === 0 ? 'text-ink-3' : undefined}>
                    {volume === 0 ? 'absent' : formatFixed(volume, digits)}
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
