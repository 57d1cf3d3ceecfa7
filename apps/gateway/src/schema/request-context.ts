import type { Database } from '../database/index.ts'
import { type AccountsContext, accountsService, type Viewer } from '../modules/accounts/index.ts'
import { type DatasetsContext, datasetsService } from '../modules/datasets/index.ts'
import { type EvaluationsContext, evaluationsService } from '../modules/evaluations/index.ts'
import { type LeaderboardsContext, leaderboardsService } from '../modules/leaderboards/index.ts'
import type { ServiceContext } from '../modules/service/index.ts'
import { type SubmissionsContext, submissionsService } from '../modules/submissions/index.ts'
import type { JobSender } from '../queue/index.ts'

/** What resolvers may use: each module's services, made for this request and this viewer alone. */
export type RequestContext = AccountsContext &
  DatasetsContext &
  EvaluationsContext &
  LeaderboardsContext &
  ServiceContext &
  SubmissionsContext & { readonly requestId: string }

/** What outlives a request. */
export interface ContextSources {
  readonly db: Database
  readonly boss: JobSender
  readonly service: ServiceContext['service']
}

/** The services for one request; loaders never outlive it, so nobody sees another's rows. */
export function requestContext(
  { db, boss, service }: ContextSources,
  { viewer, requestId }: { viewer: Viewer | null; requestId: string },
): RequestContext {
  const viewerId = viewer?.id
  const datasets = datasetsService({ db })
  return {
    requestId,
    viewer,
    service,
    datasets,
    accounts: accountsService({ db, viewer }),
    evaluations: evaluationsService({ db, viewerId }),
    leaderboards: leaderboardsService({ db, datasets }),
    submissions: submissionsService({ db, boss, viewerId, dailyLimit: service.dailySubmissionLimit }),
  }
}
