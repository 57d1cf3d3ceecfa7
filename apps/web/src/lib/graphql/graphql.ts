import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './introspection.d.ts'

/** Writes a query or fragment whose types follow from its text and the gateway's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { ID: string; JSON: unknown; DateTime: string }
}>()
