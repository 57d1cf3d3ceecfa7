import type { SubmissionStatus, Visibility } from '@voxproof/schema'
import { submission } from '@voxproof/schema/tables'
import { and, eq, inArray, or, type SQL } from 'drizzle-orm'

const sharedVisibilities: Visibility[] = ['anonymous', 'public']
const sharedStatuses: SubmissionStatus[] = ['validating', 'evaluating', 'finished']
const rankedStatuses: SubmissionStatus[] = ['evaluating', 'finished']

/**
 * The submissions that this person may see: all of their own, and of others' those that are shared and neither
 * waiting for their file nor ended without a result.
 */
export function visibleTo(viewerId: string | undefined): SQL | undefined {
  const shared = and(inArray(submission.visibility, sharedVisibilities), inArray(submission.status, sharedStatuses))
  return viewerId === undefined ? shared : or(eq(submission.ownerId, viewerId), shared)
}

/** The submissions that public boards list, whoever looks. One may still be at work on another dataset's board. */
export function onBoards(): SQL | undefined {
  return and(inArray(submission.visibility, sharedVisibilities), inArray(submission.status, rankedStatuses))
}

/** Whether this person may know who owns the submission. */
export function isOwnerShown(row: { visibility: Visibility; ownerId: string }, viewerId: string | undefined): boolean {
  return row.visibility === 'public' || row.ownerId === viewerId
}
