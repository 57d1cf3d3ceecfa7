import { dataset, datasetCase, suite } from '@voxproof/schema/tables'
import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import type { Database } from '../../database/index.ts'

export type DatasetRow = typeof dataset.$inferSelect
export type DatasetCaseRow = typeof datasetCase.$inferSelect
export type SuiteRow = typeof suite.$inferSelect

/** All datasets in the order of the page. */
export function allDatasets(db: Database): Promise<DatasetRow[]> {
  return db.select().from(dataset).orderBy(asc(dataset.position), asc(dataset.id))
}

/** The datasets with these slugs, in any order. */
export function datasetsByIds(db: Database, ids: readonly string[]): Promise<DatasetRow[]> {
  return db
    .select()
    .from(dataset)
    .where(inArray(dataset.id, [...ids]))
}

/** The cases of these datasets, each dataset's in its own order. */
export function casesByDatasets(db: Database, ids: readonly string[]): Promise<DatasetCaseRow[]> {
  return db
    .select()
    .from(datasetCase)
    .where(inArray(datasetCase.datasetId, [...ids]))
    .orderBy(asc(datasetCase.position))
}

/** All suites, oldest first: the first one registered is the boards' main suite. */
export function allSuites(db: Database): Promise<SuiteRow[]> {
  return db.select().from(suite).orderBy(asc(suite.createdAt), asc(suite.id))
}

/** The suites with these slugs, in any order. */
export function suitesByIds(db: Database, ids: readonly string[]): Promise<SuiteRow[]> {
  return db
    .select()
    .from(suite)
    .where(inArray(suite.id, [...ids]))
}

/** Writes a dataset and exactly these cases, in one transaction. */
export async function saveDataset(
  db: Database,
  row: Pick<DatasetRow, 'id' | 'hash' | 'manifest'>,
  cases: readonly Omit<DatasetCaseRow, 'datasetId' | 'position'>[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const changes = { hash: row.hash, manifest: row.manifest }
    await tx.insert(dataset).values(row).onConflictDoUpdate({ target: dataset.id, set: changes })
    const keys = cases.map((one) => one.key)
    await tx.delete(datasetCase).where(and(eq(datasetCase.datasetId, row.id), notInArray(datasetCase.key, keys)))
    for (const [position, one] of cases.entries()) {
      const values = { ...one, datasetId: row.id, position }
      await tx
        .insert(datasetCase)
        .values(values)
        .onConflictDoUpdate({ target: [datasetCase.datasetId, datasetCase.key], set: values })
    }
  })
}

/** Writes a suite; the definition of one that is known already is brought up to date. */
export async function saveSuite(db: Database, row: Pick<SuiteRow, 'id' | 'hash' | 'definition'>): Promise<void> {
  const changes = { hash: row.hash, definition: row.definition }
  await db.insert(suite).values(row).onConflictDoUpdate({ target: suite.id, set: changes })
}
