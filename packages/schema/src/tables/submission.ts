import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Inspection } from '../inspection.ts'
import type { Failure, Rejection } from '../rejection.ts'
import type { ArchitectureFamily, SubmissionStatus, TrainingMethod, Visibility } from '../vocabulary.ts'
import { user } from './account.ts'

/** The uploaded bytes, once per content. The file lies in the data folder under `models/<hash>.onnx`. */
export const modelFile = pgTable('model_file', {
  /** Lower-case hex SHA-256 of the file. */
  hash: text('hash').primaryKey(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  inspection: jsonb('inspection').$type<Inspection>(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Somebody's claim "this file is that kind of model, rank it on these datasets", and what became of it. */
export const submission = pgTable(
  'submission',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => user.id),
    name: text('name').notNull(),
    family: text('family').$type<ArchitectureFamily>().notNull(),
    architecture: text('architecture').notNull(),
    training: text('training').$type<TrainingMethod>().notNull().default('standard'),
    description: text('description').notNull().default(''),
    paperUrl: text('paper_url'),
    codeUrl: text('code_url'),
    licence: text('licence'),
    datasetIds: jsonb('dataset_ids').$type<readonly string[]>().notNull(),
    visibility: text('visibility').$type<Visibility>().notNull().default('public'),
    isBaseline: boolean('is_baseline').notNull().default(false),
    /** A baseline whose results were all computed elsewhere: its file is checked here, never attacked. */
    isImported: boolean('is_imported').notNull().default(false),
    status: text('status').$type<SubmissionStatus>().notNull().default('awaiting-upload'),
    /** File name as uploaded, shown to the owner only; never used as a path. */
    fileName: text('file_name'),
    /** The tus upload that carries the bytes, bound to the owner; null before it begins. */
    uploadId: text('upload_id').unique(),
    modelHash: text('model_hash').references(() => modelFile.hash),
    rejection: jsonb('rejection').$type<Rejection>(),
    failure: jsonb('failure').$type<Failure>(),
    /** Client's key under which a repeated creation returns this row instead of a second one. */
    idempotencyKey: text('idempotency_key'),
    attempts: integer('attempts').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    uploadedAt: timestamp('uploaded_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    index('submission_owner').on(table.ownerId, table.createdAt),
    uniqueIndex('submission_idempotency').on(table.ownerId, table.idempotencyKey),
    index('submission_newest').on(table.createdAt, table.id),
    index('submission_model').on(table.modelHash),
    check('submission_name_length', sql`char_length(${table.name}) between 1 and 120`),
  ],
)
