import 'server-only'
import { graphql, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { AcceptedModelsFragment } from './accepted-models.tsx'
import { SubmissionFormFragment } from './submission-form.fragment.ts'

const SubmitQuery = graphql(
  `
    query Submit {
      viewer { submissionsLeftToday }
      service { dailySubmissionLimit ...AcceptedModels }
      datasets { ...SubmissionForm }
    }
  `,
  [AcceptedModelsFragment, SubmissionFormFragment],
)

const UploadQuery = graphql(
  `
    query Upload($id: ID!) {
      viewer { id }
      service { maxUploadBytes uploadUrl ...AcceptedModels }
      submission(id: $id) { uuid name status isMine }
    }
  `,
  [AcceptedModelsFragment],
)

/** What the description form needs. Throws GatewayError. */
export function loadSubmitPage(): Promise<ResultOf<typeof SubmitQuery>> {
  return query(SubmitQuery, {})
}

/** What the upload of one submission needs. Throws GatewayError. */
export function loadUploadPage(id: string): Promise<ResultOf<typeof UploadQuery>> {
  return query(UploadQuery, { id })
}
