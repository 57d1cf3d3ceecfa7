import 'server-only'
import { cache } from 'react'
import { graphql, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { EvaluationViewFragment, type Standing } from '../evaluations/index.ts'
import { LiveProgressFragment } from './live-progress.fragment.ts'
import { ModelFactsFragment } from './model-facts.tsx'
import { OwnerControlsFragment } from './owner-controls.fragment.ts'
import { RejectionNoticeFragment } from './rejection-notice.tsx'
import { SubmissionHeadingFragment } from './submission-heading.tsx'

const SubmissionQuery = graphql(
  `
    query SubmissionPage($id: ID!) {
      submission(id: $id) {
        uuid
        name
        family
        status
        isMine
        evaluations {
          id
          status
          dataset { slug name }
          suite { slug }
          ...EvaluationView
        }
        ...SubmissionHeading
        ...LiveProgress
        ...RejectionNotice
        ...ModelFacts
        ...OwnerControls
      }
    }
  `,
  [
    EvaluationViewFragment,
    SubmissionHeadingFragment,
    LiveProgressFragment,
    RejectionNoticeFragment,
    ModelFactsFragment,
    OwnerControlsFragment,
  ],
)

const ExistenceQuery = graphql(`
  query SubmissionExists($id: ID!) {
    submission(id: $id) { uuid }
  }
`)

const StandingQuery = graphql(`
  query Standing($dataset: String!, $suite: String!, $after: String) {
    leaderboard(dataset: $dataset, suite: $suite) {
      entries(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { rank rankLow rankHigh evaluation { id } }
      }
    }
  }
`)

export type SubmissionPage = NonNullable<ResultOf<typeof SubmissionQuery>['submission']>

/** A submission as its page shows it; null where there is none that the visitor may see. Asked once per request. */
export const loadSubmission: (id: string) => Promise<SubmissionPage | null> = cache(
  async (id) => (await query(SubmissionQuery, { id })).submission,
)

/** Whether there is such a submission that the visitor may see; quicker to say than to load it. */
export async function submissionExists(id: string): Promise<boolean> {
  return (await query(ExistenceQuery, { id })).submission !== null
}

/** Where the submission's finished evaluations stand on their boards, by evaluation id. */
export async function loadStandings(submission: SubmissionPage): Promise<ReadonlyMap<string, Standing>> {
  const finished = submission.evaluations.filter(({ status }) => status === 'FINISHED')
  const found = await Promise.all(
    finished.map(async ({ id, dataset, suite }) => [id, await findStanding(id, dataset.slug, suite.slug)] as const),
  )
  return new Map(found.flatMap(([id, standing]) => (standing === null ? [] : [[id, standing]])))
}

async function findStanding(
  evaluation: string,
  dataset: string,
  suite: string,
  after: string | null = null,
): Promise<Standing | null> {
  const { leaderboard } = await query(StandingQuery, { dataset, suite, after })
  if (leaderboard === null) return null
  const { nodes, totalCount, pageInfo } = leaderboard.entries
  const own = nodes.find((node) => node.evaluation.id === evaluation)
  if (own) return { rank: own.rank, rankLow: own.rankLow, rankHigh: own.rankHigh, modelCount: totalCount }
  return pageInfo.hasNextPage ? findStanding(evaluation, dataset, suite, pageInfo.endCursor) : null
}
