import type { ArchitectureFamily, SubmissionStatus } from '@voxproof/schema'
import { evaluation, evaluationPart, modelFile, submission } from '@voxproof/schema/tables'
import { and, count, desc, eq, getTableColumns, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../database/index.ts'
import type { Position } from '../../graphql/page.ts'
import { visibleTo } from '../../visibility/index.ts'

export type SubmissionRow = typeof submission.$inferSelect
export type ModelFileRow = typeof modelFile.$inferSelect

/** Which submissions a list holds. */
export interface SubmissionFilter {
  readonly viewerId: string | undefined
  readonly ownerId?: string | undefined
  readonly dataset?: string | undefined
  readonly family?: ArchitectureFamily | undefined
  readonly status?: SubmissionStatus | undefined
}

/** A row with its place in the list: microseconds since 1970, as text. */
export type PlacedSubmissionRow = SubmissionRow & { readonly place: string }

/** Up to `limit` submissions that the viewer may see, newest first. */
export function newestSubmissions(
  db: Database,
  { filter, after, limit }: { filter: SubmissionFilter; after: Position | undefined; limit: number },
): Promise<PlacedSubmissionRow[]> {
  const place = sql<string>`(extract(epoch from ${submission.createdAt}) * 1000000)::bigint::text`
  const beyond =
    after === undefined
      ? undefined
      : sql`(${submission.createdAt}, ${submission.id}) <
          ('epoch'::timestamptz + ${after.value}::bigint * interval '1 microsecond', ${after.id}::uuid)`
  return db
    .select({ ...getTableColumns(submission), place })
    .from(submission)
    .where(and(matching(filter), beyond))
    .orderBy(desc(submission.createdAt), desc(submission.id))
    .limit(limit)
}

/** How many submissions the list has in all. */
export async function countSubmissions(db: Database, filter: SubmissionFilter): Promise<number> {
  const [row] = await db.select({ total: count() }).from(submission).where(matching(filter))
  return row?.total ?? 0
}

/** Those of these submissions that the viewer may see, in any order. */
export function visibleSubmissions(
  db: Database,
  ids: readonly string[],
  viewerId: string | undefined,
): Promise<SubmissionRow[]> {
  return db
    .select()
    .from(submission)
    .where(and(inArray(submission.id, [...ids]), visibleTo(viewerId)))
}

/** The files with these hashes, in any order. */
export function modelFilesByHashes(db: Database, hashes: readonly string[]): Promise<ModelFileRow[]> {
  return db
    .select()
    .from(modelFile)
    .where(inArray(modelFile.hash, [...hashes]))
}

/** Places in the queue, 1 = next, of those of these submissions that wait for their first worker. */
export function queuePlaces(db: Database, ids: readonly string[]): Promise<{ id: string; position: number }[]> {
  const begun = sql`exists (select 1 from ${evaluation} join ${evaluationPart}
    on ${evaluationPart.evaluationId} = ${evaluation.id}
    where ${evaluation.submissionId} = ${submission.id} and ${evaluationPart.startedAt} is not null)`
  return db
    .select({
      id: submission.id,
      position: sql<number>`(select count(*)::int from ${submission} earlier
        where earlier.status in ('validating', 'evaluating')
        and (earlier.uploaded_at, earlier.id) <= (${submission}.uploaded_at, ${submission}.id))`,
    })
    .from(submission)
    .where(
      and(
        inArray(submission.id, [...ids]),
        inArray(submission.status, ['validating', 'evaluating']),
        sql`not ${begun}`,
      ),
    )
}

function matching({ viewerId, ownerId, dataset, family, status }: SubmissionFilter): SQL | undefined {
  return and(
    visibleTo(viewerId),
    // A list of one owner's submissions would name the owner of the anonymous ones.
    ownerId === undefined || ownerId === viewerId ? undefined : ne(submission.visibility, 'anonymous'),
    ownerId === undefined ? undefined : eq(submission.ownerId, ownerId),
    dataset === undefined ? undefined : sql`${submission.datasetIds} @> ${JSON.stringify([dataset])}::jsonb`,
    family === undefined ? undefined : eq(submission.family, family),
    status === undefined ? undefined : eq(submission.status, status),
  )
}
