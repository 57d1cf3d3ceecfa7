import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { DatasetManifest } from '@voxproof/engine/datasets'

/**
 * A dataset that models are ranked on. The row is what boards and pages need; the volumes lie in the data folder
 * under `datasets/<id>/<hash>/`. Its hash covers manifest and volumes, so that a result can name what it was made on.
 */
export const dataset = pgTable('dataset', {
  id: text('id').primaryKey(),
  hash: text('hash').notNull(),
  manifest: jsonb('manifest').$type<DatasetManifest>().notNull(),
  /** Order on the page, ascending. */
  position: integer('position').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** One held-out volume of a dataset, after preprocessing. */
export const datasetCase = pgTable(
  'dataset_case',
  {
    datasetId: text('dataset_id')
      .notNull()
      .references(() => dataset.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    position: integer('position').notNull(),
    /** [D, H, W] in voxels. */
    shape: jsonb('shape').$type<readonly [number, number, number]>().notNull(),
    /** Voxel size in mm along the same axes. */
    spacingMm: jsonb('spacing_mm').$type<readonly [number, number, number]>().notNull(),
    /** Voxels of each class in the label. */
    classVoxels: jsonb('class_voxels').$type<readonly number[]>().notNull(),
    imageHash: text('image_hash').notNull(),
    labelHash: text('label_hash').notNull(),
  },
  (table) => [
    uniqueIndex('dataset_case_key').on(table.datasetId, table.key),
    index('dataset_case_position').on(table.datasetId, table.position),
  ],
)
