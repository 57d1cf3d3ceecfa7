export { uploadUrl } from './submission-changes.ts'
export { Submission } from './submission.type.ts'
export {
  DatasetSubmissionsResolver,
  EvaluationSubmissionResolver,
  UserSubmissionsResolver,
} from './related.resolver.ts'
export { SubmissionMutationsResolver } from './submission-mutations.resolver.ts'
export { SubmissionsResolver } from './submissions.resolver.ts'
export { type SubmissionsContext, type SubmissionsService, submissionsService } from './submissions.service.ts'
export type { SubmissionRow } from './submissions.store.ts'
