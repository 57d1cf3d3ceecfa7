import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { GradientReading } from '../inspection.ts'
import type { Failure } from '../rejection.ts'
import type { EvaluationReport, PartResult } from '../report.ts'
import type { EvaluationOrigin, EvaluationStatus } from '../vocabulary.ts'
import { dataset } from './dataset.ts'
import { submission } from './submission.ts'

/** One fixed, versioned attack suite. A board belongs to (dataset, suite); results of different suites never mix. */
export const suite = pgTable('suite', {
  id: text('id').primaryKey(),
  hash: text('hash').notNull(),
  definition: jsonb('definition').$type<unknown>().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** One model on one dataset under one suite. `report` is written once, when every part is there. */
export const evaluation = pgTable(
  'evaluation',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submission.id, { onDelete: 'cascade' }),
    datasetId: text('dataset_id')
      .notNull()
      .references(() => dataset.id),
    datasetHash: text('dataset_hash').notNull(),
    suiteId: text('suite_id')
      .notNull()
      .references(() => suite.id),
    suiteHash: text('suite_hash').notNull(),
    status: text('status').$type<EvaluationStatus>().notNull().default('queued'),
    /** An imported one is finished from the start; the seconds of its outcomes are not known and stand as 0. */
    origin: text('origin').$type<EvaluationOrigin>().notNull().default('computed'),
    failure: jsonb('failure').$type<Failure>(),
    /** What validation told of the model's gradient at this dataset's window; null where it was not asked. */
    reading: jsonb('reading').$type<GradientReading>(),
    report: jsonb('report').$type<EvaluationReport>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('evaluation_once').on(table.submissionId, table.datasetId, table.suiteId),
    index('evaluation_board').on(table.datasetId, table.suiteId, table.status),
  ],
)

/**
 * One case under one group of attacks: the unit of work, retried as a whole. A result is written only where none
 * stands yet, so a part that two workers ran counts once.
 */
export const evaluationPart = pgTable(
  'evaluation_part',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    evaluationId: uuid('evaluation_id')
      .notNull()
      .references(() => evaluation.id, { onDelete: 'cascade' }),
    caseKey: text('case_key').notNull(),
    group: text('attack_group').notNull(),
    position: integer('position').notNull(),
    status: text('status').$type<EvaluationStatus>().notNull().default('queued'),
    /** Share of this part that is done, 0 to 1; for the progress bar only. */
    progress: doublePrecision('progress').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    result: jsonb('result').$type<PartResult>(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [uniqueIndex('evaluation_part_once').on(table.evaluationId, table.caseKey, table.group)],
)

/**
 * The published ranks of a board, rewritten as a whole whenever an evaluation of the board finishes. `scope` is
 * `all` or an architecture family.
 */
export const ranking = pgTable(
  'ranking',
  {
    datasetId: text('dataset_id')
      .notNull()
      .references(() => dataset.id, { onDelete: 'cascade' }),
    suiteId: text('suite_id')
      .notNull()
      .references(() => suite.id, { onDelete: 'cascade' }),
    scope: text('scope').notNull(),
    evaluationId: uuid('evaluation_id')
      .notNull()
      .references(() => evaluation.id, { onDelete: 'cascade' }),
    /** Competition rank: ties share the minimum. */
    rank: integer('rank').notNull(),
    /** 95 % interval of the rank from the paired bootstrap over cases. */
    rankLow: integer('rank_low').notNull(),
    rankHigh: integer('rank_high').notNull(),
    /** Rank by the mean of the ranks on each case; null until the board is ranked by a version that knows it. */
    rankThenAggregate: integer('rank_then_aggregate'),
    /** Letters: entries of the scope that share one do not differ significantly. */
    groups: text('groups').array().notNull().default([]),
    robustDice: doublePrecision('robust_dice').notNull(),
    cleanDice: doublePrecision('clean_dice').notNull(),
  },
  (table) => [
    uniqueIndex('ranking_once').on(table.datasetId, table.suiteId, table.scope, table.evaluationId),
    index('ranking_order').on(table.datasetId, table.suiteId, table.scope, table.rank),
  ],
)
