import type { Interval } from '../../components/score.tsx'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'
import type { AttackChoice } from './board-view.ts'

export const RobustIntervalFragment = graphql(`
  fragment RobustInterval on LeaderboardEntry {
    robustDice { mean low high }
    robustWhiteBox { mean low high }
    robustBlackBox { mean low high }
    robustFrequency { mean low high }
  }
`)

/** The entry's worst-case Dice over the chosen attacks; null where its suite has none of that track. */
export function robustInterval(
  entry: FragmentOf<typeof RobustIntervalFragment>,
  attack: AttackChoice,
): Interval | null {
  const { robustDice, robustWhiteBox, robustBlackBox, robustFrequency } = readFragment(RobustIntervalFragment, entry)
  switch (attack) {
    case 'worst':
      return robustDice
    case 'white-box':
      return robustWhiteBox
    case 'black-box':
      return robustBlackBox
    case 'frequency':
      return robustFrequency
  }
}
