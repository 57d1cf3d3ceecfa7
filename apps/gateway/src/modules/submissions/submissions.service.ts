import type { ArchitectureFamily, SubmissionStatus, Visibility } from '@voxproof/schema'
import type { Database } from '../../database/index.ts'
import { byKey } from '../../graphql/by-key.ts'
import { fromCursor, type Page, pageOf, pageSize } from '../../graphql/page.ts'
import { badInput } from '../../graphql/user-error.ts'
import type { JobSender } from '../../queue/index.ts'
import * as quota from './quota.store.ts'
import * as changes from './submission-changes.ts'
import type { CreateSubmissionInput } from './submission-inputs.type.ts'
import type {
  CancelSubmissionResult,
  ChangeVisibilityResult,
  CreateSubmissionResult,
  RetrySubmissionResult,
} from './submission-results.type.ts'
import type { ModelFile, Submission } from './submission.type.ts'
import * as store from './submissions.store.ts'
import { viewModelFile, viewSubmission } from './view-submission.ts'

/** What GraphQL's context holds of this module, made anew for each request. */
export interface SubmissionsContext {
  readonly submissions: SubmissionsService
}

/** What the module needs of its surroundings. */
export interface SubmissionsDependencies {
  readonly db: Database
  readonly boss: JobSender
  readonly viewerId: string | undefined
  readonly dailyLimit: number
}

/** Which page of which list. */
export interface SubmissionListQuery {
  readonly first?: number | null
  readonly after?: string | null
  readonly ownerId?: string | undefined
  readonly dataset?: string | null
  readonly family?: ArchitectureFamily | null
  readonly status?: SubmissionStatus | null
}

/** Submissions as one request sees them. Keys are raw uuids. */
export interface SubmissionsService {
  submission(key: string): Promise<Submission | null>
  list(query: SubmissionListQuery): Promise<Page<Submission>>
  modelFile(hash: string): Promise<ModelFile | null>
  queuePosition(key: string): Promise<number | null>
  /** How many more the viewer may create within 24 hours; null for anybody else's count. */
  leftToday(ownerId: string): Promise<number | null>
  countOnBoards(datasetId: string): Promise<number>
  create(input: CreateSubmissionInput): Promise<CreateSubmissionResult>
  cancel(id: string): Promise<CancelSubmissionResult>
  retry(id: string): Promise<RetrySubmissionResult>
  changeVisibility(id: string, visibility: Visibility): Promise<ChangeVisibilityResult>
}

/** Looks submissions up in batches and changes the viewer's own. */
export function submissionsService(dependencies: SubmissionsDependencies): SubmissionsService {
  const { db, viewerId, dailyLimit } = dependencies
  const rows = byKey({
    load: (ids) => store.visibleSubmissions(db, ids, viewerId),
    keyOf: (row: store.SubmissionRow) => row.id,
  })
  const files = byKey({
    load: (hashes) => store.modelFilesByHashes(db, hashes),
    keyOf: (row: store.ModelFileRow) => row.hash,
  })
  const places = byKey({
    load: (ids) => store.queuePlaces(db, ids),
    keyOf: (row: { id: string; position: number }) => row.id,
  })
  const boardCounts = byKey({
    load: (ids) => quota.sharedCounts(db, ids),
    keyOf: (row: { datasetId: string; total: number }) => row.datasetId,
  })
  return {
    async submission(key) {
      const row = await rows.load(key)
      return row === undefined ? null : viewSubmission(row, viewerId)
    },
    list: (query) => listSubmissions(dependencies, query),
    async modelFile(hash) {
      const row = await files.load(hash)
      return row === undefined ? null : viewModelFile(row)
    },
    queuePosition: async (key) => (await places.load(key))?.position ?? null,
    async leftToday(ownerId) {
      if (ownerId !== viewerId) return null
      const counted = await quota.countedSince(db, ownerId, new Date(Date.now() - 24 * 3600 * 1000))
      return Math.max(0, dailyLimit - counted.length)
    },
    countOnBoards: async (datasetId) => (await boardCounts.load(datasetId))?.total ?? 0,
    create: (input) => changes.create(dependencies, input),
    cancel: (id) => changes.cancel(dependencies, id),
    retry: (id) => changes.retry(dependencies, id),
    changeVisibility: (id, visibility) => changes.changeVisibility(dependencies, id, visibility),
  }
}

const listOrder = 'CREATED_AT'

async function listSubmissions(
  { db, viewerId }: SubmissionsDependencies,
  query: SubmissionListQuery,
): Promise<Page<Submission>> {
  const size = pageSize(query.first, 20)
  const after = fromCursor(query.after, listOrder)
  if (after !== undefined && !/^\d{1,16}$/.test(after.value)) throw badInput('The cursor `after` is not of this list.')
  if (query.dataset?.includes('\u0000')) throw badInput('`dataset` holds a NUL character.')
  const filter = {
    viewerId,
    ownerId: query.ownerId,
    dataset: query.dataset ?? undefined,
    family: query.family ?? undefined,
    status: query.status ?? undefined,
  }
  const rows = await store.newestSubmissions(db, { filter, after, limit: size + 1 })
  return pageOf({
    rows,
    size,
    totalCount: await store.countSubmissions(db, filter),
    isFirst: after === undefined,
    position: (row) => ({ order: listOrder, value: row.place, id: row.id }),
    node: (row) => viewSubmission(row, viewerId),
  })
}
