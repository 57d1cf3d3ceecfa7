import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { ComplexityEstimatorArgs } from 'graphql-query-complexity'
// Its module build brings a second copy of graphql, whose objects the first one refuses.
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity/cjs'
import type { RequestContext } from '../schema/index.ts'

/**
 * Refuses queries whose answer could hold more than `most` fields, with 400. A page counts its content once for each
 * row asked for, so that pages within pages multiply; that is what depth and length of the text do not see. A field that
 * is a whole file states how many fields it counts as.
 */
export function rowLimit(most: number): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ schema, document, request }) {
        const fields = countFields({ schema, document, request })
        if (fields <= most) return
        throw new GraphQLError(
          `The answer could hold ${fields} fields; ${most} are allowed. Ask for fewer rows or for less of each.`,
          badRequest,
        )
      },
    }),
  }
}

const badRequest = { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } }

type Operation = Pick<GraphQLRequestContextDidResolveOperation<RequestContext>, 'schema' | 'document' | 'request'>

function countFields({ schema, document, request }: Operation): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: request.variables ?? {},
      ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
      estimators: [pageEstimator, fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
    })
  } catch (error) {
    // Variables that do not fit the schema, which are read here first.
    if (error instanceof GraphQLError) throw new GraphQLError(error.message, badRequest)
    throw error
  }
}

/** Rows of a page for which `first` is left out, where the schema states no default. */
const usualRows = 20

function pageEstimator({ args, childComplexity, field }: ComplexityEstimatorArgs): number | undefined {
  if (!field.args.some((arg) => arg.name === 'first')) return undefined
  const first: unknown = args.first ?? usualRows
  const rows = typeof first === 'number' && first > 0 ? first : usualRows
  return 1 + rows * childComplexity
}
