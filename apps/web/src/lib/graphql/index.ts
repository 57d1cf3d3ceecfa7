export { graphql } from './graphql.ts'
export { GatewayError } from './request.ts'
export { readFragment, type FragmentOf, type ResultOf, type VariablesOf } from 'gql.tada'
