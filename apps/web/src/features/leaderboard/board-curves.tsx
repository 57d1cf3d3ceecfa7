import type { ReactNode } from 'react'
import { CurvePlot } from '../../components/curve-plot.tsx'
import { familyColour } from '../../components/family.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const BoardCurvesFragment = graphql(`
  fragment BoardCurves on LeaderboardEntry {
    curve { epsilon foregroundDice { mean low high } }
    submission { id name family }
  }
`)

/** As many lines as can be told apart. */
export const curveLimit = 6

/** The curves of the first models of the board as it is ordered. */
export function BoardCurves({ entries }: { entries: readonly FragmentOf<typeof BoardCurvesFragment>[] }): ReactNode {
  const curves = entries.slice(0, curveLimit).map((masked) => {
    const { curve, submission } = readFragment(BoardCurvesFragment, masked)
    return { id: submission.id, name: submission.name, colour: familyColour(submission.family), points: curve }
  })
  return <CurvePlot curves={curves} label="Worst-case Dice as the allowed change grows." />
}
