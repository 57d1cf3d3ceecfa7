import { ApolloServer } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { ApolloArmor } from '@escape.tech/graphql-armor'
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql'
import type { Logger } from '../log.ts'
import type { RequestContext } from '../schema/index.ts'
import { rowLimit } from './row-limit.ts'

/** Most that one query may ask for; the pages of the site stay far below. */
export const queryLimits = {
  depth: 14,
  aliases: 30,
  tokens: 3000,
  directives: 20,
  cost: 20_000,
  fields: 40_000,
} as const

/**
 * The GraphQL server: introspection on, batching off, simple cross-site requests refused, queries over the limits
 * answered with 400, and inner errors masked.
 */
export function graphqlServer(schema: GraphQLSchema, log: Logger): ApolloServer<RequestContext> {
  const armor = new ApolloArmor({
    blockFieldSuggestion: { enabled: false },
    // The parser has the same limit, and answers 400.
    maxTokens: { enabled: false },
    maxDepth: { n: queryLimits.depth },
    maxAliases: { n: queryLimits.aliases },
    maxDirectives: { n: queryLimits.directives },
    costLimit: { maxCost: queryLimits.cost, ignoreIntrospection: true },
  }).protect()
  return new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: queryLimits.tokens },
    validationRules: armor.validationRules,
    plugins: [...armor.plugins, rowLimit(queryLimits.fields), ApolloServerPluginLandingPageDisabled()],
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskInner(formatted, error, log),
  })
}

/** Codes of errors whose cause is the query, so that the client may read them. */
const shownCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
])

function maskInner(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const code = formatted.extensions?.code
  if (typeof code === 'string' && shownCodes.has(code)) {
    return { message: formatted.message, ...placeOf(formatted), extensions: { code } }
  }
  log.error({ error: unwrapResolverError(error), path: formatted.path }, 'a resolver failed')
  return {
    message: 'Something failed on our side. Try again; if it stays so, tell us the x-request-id of the response.',
    ...placeOf(formatted),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }
}

function placeOf({ path, locations }: GraphQLFormattedError): Partial<GraphQLFormattedError> {
  return { ...(path === undefined ? {} : { path }), ...(locations === undefined ? {} : { locations }) }
}
