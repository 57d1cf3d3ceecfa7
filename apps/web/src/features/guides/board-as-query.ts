import type { BoardView } from '../leaderboard/index.ts'

/** The board of a view as a GraphQL query to read and to paste: its dataset, suite, family and attack filled in. */
export function boardAsQuery(dataset: string, view: Pick<BoardView, 'suite' | 'family' | 'attack'> | null): string {
  const suite = view?.suite ?? null
  const family = view?.family ?? null
  const args = [
    `dataset: ${JSON.stringify(dataset)}`,
    ...(suite === null ? [] : [`suite: ${JSON.stringify(suite)}`]),
    ...(family === null ? [] : [`family: ${family.toUpperCase()}`]),
  ]
  return `{
  leaderboard(${args.join(', ')}) {
    caseCount
    suite { slug headlineEpsilon }
    entries(first: 50) {
      nodes {
        rank rankLow rankHigh groups rankedBy
        submission { uuid name family model { hash parameters } }
        cleanDice { mean low high }
        ${robustFields[view?.attack ?? 'worst']} { mean low high }
        robustHd95Mm noiseDice
        flags { code message }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`
}

const robustFields = {
  worst: 'robustDice',
  'white-box': 'robustWhiteBox',
  'black-box': 'robustBlackBox',
  frequency: 'robustFrequency',
} as const
