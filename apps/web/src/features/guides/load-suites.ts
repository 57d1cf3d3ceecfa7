import 'server-only'
import { graphql, type ResultOf } from '../../lib/graphql/index.ts'
import { query } from '../../lib/graphql/server.ts'
import { HowItWorksFragment } from './how-it-works.tsx'

const SuitesQuery = graphql(
  `
    query Suites {
      suites { ...HowItWorks }
    }
  `,
  [HowItWorksFragment],
)

/** Every suite. Throws GatewayError. */
export function loadSuites(): Promise<ResultOf<typeof SuitesQuery>> {
  return query(SuitesQuery, {})
}
