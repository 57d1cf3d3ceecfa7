import type { ReactNode } from 'react'
import { architectureFamilies } from '@voxproof/schema/vocabulary'
import { FamilyMark, type Family, familyNames } from '../../components/family.tsx'
import { Segments } from '../../components/segments.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import { type AttackChoice, attackChoices, type BoardView, boardHref } from './board-view.ts'

export const BoardControlsFragment = graphql(`
  fragment BoardControls on Dataset {
    slug
    name
  }
`)

/** Dataset, family and attack as links: together with the order of the rows they are the page's address. */
export function BoardControls(controls: {
  datasets: readonly FragmentOf<typeof BoardControlsFragment>[]
  /** Slug of the dataset that is shown; null when the address names none that exists. */
  current: string | null
  /** The suites under which models stand on the dataset, with their number; the shown one always among them. */
  suites: ReadonlyMap<string, number>
  /** Slug of the suite that is shown. */
  suite: string | null
  /** Number of models by family; empty where there is no board. */
  families: ReadonlyMap<Family, number>
  /** Tracks that the suite holds. */
  attacks: ReadonlySet<AttackChoice>
  view: BoardView
}): ReactNode {
  const { view } = controls
  const datasets = readFragment(BoardControlsFragment, controls.datasets)
  return (
    <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-2.5 border-y border-line py-2.5">
      <Segments
        label="Dataset"
        segments={datasets.map(({ slug, name }) => ({
          href: boardHref(view, { dataset: slug, suite: null }),
          label: name,
          isCurrent: slug === controls.current,
        }))}
      />
      {controls.suites.size < 2 ? null : (
        <Segments
          label="Suite"
          segments={[...controls.suites].map(([suite, modelCount]) => ({
            href: boardHref(view, { suite }),
            label: suite,
            count: modelCount,
            isCurrent: suite === controls.suite,
          }))}
        />
      )}
      <Segments
        label="Family"
        segments={[
          { href: boardHref(view, { family: null }), label: 'All', isCurrent: view.family === null },
          ...architectureFamilies.map((family) => {
            const enumValue = family.toUpperCase() as Family
            return {
              href: boardHref(view, { family }),
              label: familyNames[enumValue],
              count: controls.families.get(enumValue),
              isCurrent: view.family === family,
              mark: <FamilyMark family={enumValue} />,
            }
          }),
        ]}
      />
      <Segments
        label="Attack"
        segments={attackChoices
          .filter((attack) => controls.attacks.has(attack) || attack === view.attack)
          .map((attack) => ({
            href: boardHref(view, { attack }),
            label: attackNames[attack],
            isCurrent: view.attack === attack,
          }))}
      />
    </div>
  )
}

const attackNames: Readonly<Record<AttackChoice, string>> = {
  worst: 'Worst of all',
  'white-box': 'White-box',
  'black-box': 'Black-box',
  frequency: 'Frequency',
}
