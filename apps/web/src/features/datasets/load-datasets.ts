import 'server-only'
import { cache } from 'react'
import { graphql, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { DatasetCasesFragment } from './dataset-cases.tsx'
import { DatasetFactsFragment } from './dataset-facts.tsx'
import { DatasetListFragment } from './dataset-list.tsx'

const DatasetsQuery = graphql(
  `
    query Datasets {
      datasets { ...DatasetList }
    }
  `,
  [DatasetListFragment],
)

const DatasetQuery = graphql(
  `
    query Dataset($slug: String!) {
      dataset(slug: $slug) {
        slug
        name
        description
        submissionCount
        ...DatasetFacts
        ...DatasetCases
      }
    }
  `,
  [DatasetFactsFragment, DatasetCasesFragment],
)

/** Every dataset. Throws GatewayError. */
export function loadDatasets(): Promise<ResultOf<typeof DatasetsQuery>> {
  return query(DatasetsQuery, {})
}

/** One dataset; null where no dataset has the slug. Asked once per request. Throws GatewayError. */
export const loadDataset: (slug: string) => Promise<ResultOf<typeof DatasetQuery>['dataset']> = cache(
  async (slug) => (await query(DatasetQuery, { slug })).dataset,
)
