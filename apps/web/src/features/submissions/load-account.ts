import 'server-only'
import { graphql, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { SubmissionListFragment } from './submission-list.tsx'

const AccountQuery = graphql(
  `
    query Account($after: String) {
      service { dailySubmissionLimit }
      viewer {
        name
        email
        submissionsLeftToday
        submissions(first: 50, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { ...SubmissionList }
        }
      }
    }
  `,
  [SubmissionListFragment],
)

/** The visitor's own submissions, fifty at a time from the cursor `after`. Throws GatewayError. */
export function loadAccount(after: string | null): Promise<ResultOf<typeof AccountQuery>> {
  return query(AccountQuery, { after })
}
