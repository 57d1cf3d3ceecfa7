import { attackTracks } from '@voxproof/schema'
import { z } from 'zod'
import type { Database } from '../../database/index.ts'
import { byKey, groupedByKey } from '../../graphql/by-key.ts'
import { toGlobalId } from '../../graphql/global-id.ts'
import type { Dataset, DatasetCase } from './dataset.type.ts'
import * as store from './datasets.store.ts'
import type { Suite, SuiteEntry } from './suite.type.ts'

/** What GraphQL's context holds of this module, made anew for each request. */
export interface DatasetsContext {
  readonly datasets: DatasetsService
}

/** Datasets and suites as one request sees them; both are public. */
export interface DatasetsService {
  datasets(): Promise<Dataset[]>
  dataset(slug: string): Promise<Dataset | null>
  cases(slug: string): Promise<readonly DatasetCase[]>
  suites(): Promise<Suite[]>
  suite(slug: string): Promise<Suite | null>
  /** The suite that the board of a dataset without models shows; null on an instance that has no suite yet. */
  mainSuite(): Promise<Suite | null>
}

/** Looks datasets and suites up in batches. */
export function datasetsService({ db }: { db: Database }): DatasetsService {
  const datasets = byKey({ load: (ids) => store.datasetsByIds(db, ids), keyOf: (row: store.DatasetRow) => row.id })
  const suites = byKey({ load: (ids) => store.suitesByIds(db, ids), keyOf: (row: store.SuiteRow) => row.id })
  const cases = groupedByKey({
    load: (ids) => store.casesByDatasets(db, ids),
    keyOf: (row: store.DatasetCaseRow) => row.datasetId,
  })
  return {
    datasets: async () => (await store.allDatasets(db)).map(viewDataset),
    async dataset(slug) {
      const row = isStorable(slug) ? await datasets.load(slug) : undefined
      return row === undefined ? null : viewDataset(row)
    },
    cases: (slug) => cases.load(slug),
    suites: async () => (await store.allSuites(db)).map(viewSuite),
    async suite(slug) {
      const row = isStorable(slug) ? await suites.load(slug) : undefined
      return row === undefined ? null : viewSuite(row)
    },
    async mainSuite() {
      const [first] = await store.allSuites(db)
      return first === undefined ? null : viewSuite(first)
    },
  }
}

/** Postgres refuses NUL in text; nothing can have such a slug. */
function isStorable(slug: string): boolean {
  return !slug.includes('\u0000')
}

function viewDataset({ id, hash, manifest }: store.DatasetRow): Dataset {
  const { name, modality, description, licence, source, classNames, channelNames, roiShape, preprocessing } = manifest
  const described = { name, modality, description, licence, source, classNames, channelNames, roiShape, preprocessing }
  return { kind: 'Dataset', id: toGlobalId('Dataset', id), slug: id, hash, ...described }
}

/** The part of a suite's definition that has a place of its own in GraphQL. */
const outlineSchema = z.object({
  headlineEpsilon: z.number(),
  entries: z.array(
    z.object({
      name: z.string(),
      attack: z.string(),
      track: z.enum(attackTracks),
      epsilon: z.number().nullable().default(null),
      norm: z.enum(['linf', 'l2']).default('linf'),
      surrogates: z.array(z.string()).default([]),
      vanish: z
        .union([z.string(), z.number().transform(String)])
        .nullable()
        .default(null),
      group: z.string(),
    }),
  ),
  ladder: z.object({ group: z.string(), attack: z.string(), epsilons: z.array(z.number()) }).optional(),
})

/** One strength of the ladder, named as its outcomes are. */
function rungOf({ group, attack }: { group: string; attack: string }, epsilon: number): SuiteEntry {
  return {
    name: `${attack}-${epsilon}`,
    group,
    attack,
    epsilon,
    track: 'white-box',
    norm: 'linf',
    surrogates: [],
    vanish: null,
  }
}

function viewSuite({ id, hash, definition }: store.SuiteRow): Suite {
  const { headlineEpsilon, entries, ladder } = outlineSchema.parse(definition)
  const rungs = ladder === undefined ? [] : ladder.epsilons.map((epsilon) => rungOf(ladder, epsilon))
  const described = { slug: id, hash, definition, headlineEpsilon, entries: [...entries, ...rungs] }
  return { kind: 'Suite', id: toGlobalId('Suite', id), ...described }
}
