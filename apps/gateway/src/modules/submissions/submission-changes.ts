import type { Visibility } from '@voxproof/schema'
import type { Database } from '../../database/index.ts'
import { uuidOf } from '../../graphql/global-id.ts'
import type { JobSender } from '../../queue/index.ts'
import { datasetsService } from '../datasets/index.ts'
import * as store from './submission-changes.store.ts'
import { submissionInputSchema } from './submission-input.ts'
import type { CreateSubmissionInput } from './submission-inputs.type.ts'
import type {
  CancelSubmissionResult,
  ChangeVisibilityResult,
  CreateSubmissionResult,
  InputIssue,
  NotAllowed,
  NotFound,
  NotSignedIn,
  RetrySubmissionResult,
} from './submission-results.type.ts'
import { type SubmissionRow, visibleSubmissions } from './submissions.store.ts'
import { viewSubmission } from './view-submission.ts'

interface ChangeDependencies {
  readonly db: Database
  readonly boss: JobSender
  readonly viewerId: string | undefined
  readonly dailyLimit: number
}

/** Relative, so that it is right behind the site's address and at the gateway's own. */
export const uploadUrl = '/uploads'

/** Creates a submission of the viewer, who sends the file afterwards. */
export async function create(
  { db, viewerId, dailyLimit }: ChangeDependencies,
  wish: CreateSubmissionInput,
): Promise<CreateSubmissionResult> {
  if (viewerId === undefined) return notSignedIn
  const parsed = submissionInputSchema.safeParse(wish)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    return { kind: 'InvalidInput', issues }
  }
  const issues = await unknownDatasets(db, parsed.data.datasets)
  if (issues.length > 0) return { kind: 'InvalidInput', issues }
  const outcome = await store.createSubmission(db, {
    ownerId: viewerId,
    input: parsed.data,
    limit: dailyLimit,
    now: new Date(),
  })
  if ('resetsAt' in outcome) {
    const message = `You have made ${dailyLimit} submissions in the last 24 hours, which is the limit. Rejected and failed ones do not count.`
    return { kind: 'DailyLimitReached', limit: dailyLimit, message, resetsAt: outcome.resetsAt }
  }
  return { kind: 'SubmissionCreated', submission: viewSubmission(outcome.row, viewerId), uploadUrl }
}

/** Calls one of the viewer's submissions off. */
export async function cancel({ db, boss, viewerId }: ChangeDependencies, id: string): Promise<CancelSubmissionResult> {
  const found = await ownSubmission({ db, viewerId, id })
  if ('kind' in found) return found
  const row = await store.cancelSubmission(db, { boss, id: found.id, now: new Date() })
  if (row === undefined) return notAllowed(`${found.name} has ended already (${found.status}); it cannot be cancelled.`)
  return { kind: 'SubmissionCancelled', submission: viewSubmission(row, viewerId) }
}

/** Queues one of the viewer's failed submissions again. */
export async function retry({ db, boss, viewerId }: ChangeDependencies, id: string): Promise<RetrySubmissionResult> {
  const found = await ownSubmission({ db, viewerId, id })
  if ('kind' in found) return found
  const row = await store.retrySubmission(db, { boss, id: found.id })
  if (row === undefined) {
    return notAllowed(`${found.name} is ${found.status}; only one that failed for a passing reason can be tried again.`)
  }
  return { kind: 'SubmissionRetried', submission: viewSubmission(row, viewerId) }
}

/** Sets who may see one of the viewer's submissions. */
export async function changeVisibility(
  { db, boss, viewerId }: ChangeDependencies,
  id: string,
  visibility: Visibility,
): Promise<ChangeVisibilityResult> {
  const found = await ownSubmission({ db, viewerId, id })
  if ('kind' in found) return found
  const row = await store.changeVisibility(db, { boss, id: found.id, visibility })
  if (row === undefined) return notFound(id)
  return { kind: 'VisibilityChanged', submission: viewSubmission(row, viewerId) }
}

const notSignedIn: NotSignedIn = { kind: 'NotSignedIn', message: 'Sign in first, then try again.' }

function notFound(id: string): NotFound {
  return { kind: 'NotFound', message: `There is no submission with the id ${id.slice(0, 100)}.` }
}

function notAllowed(message: string): NotAllowed {
  return { kind: 'NotAllowed', message }
}

/** The viewer's submission with this global or raw id. Others' private ones cannot be told from none at all. */
async function ownSubmission({
  db,
  viewerId,
  id,
}: {
  db: Database
  viewerId: string | undefined
  id: string
}): Promise<SubmissionRow | NotSignedIn | NotFound | NotAllowed> {
  if (viewerId === undefined) return notSignedIn
  const key = uuidOf('Submission', id)
  const [row] = key === undefined ? [] : await visibleSubmissions(db, [key], viewerId)
  if (row === undefined) return notFound(id)
  return row.ownerId === viewerId ? row : notAllowed('Only its owner may change a submission.')
}

async function unknownDatasets(db: Database, slugs: readonly string[]): Promise<InputIssue[]> {
  const datasets = datasetsService({ db })
  const found = await Promise.all(slugs.map((slug) => datasets.dataset(slug)))
  return slugs.flatMap((slug, position) =>
    found[position] === null ? [{ path: `datasets.${position}`, message: `There is no dataset ${slug}.` }] : [],
  )
}
