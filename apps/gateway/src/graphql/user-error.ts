import { GraphQLError } from 'graphql'

/** The query asks for something that cannot be: shown to the client word for word, HTTP 200 with a typed error. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}
