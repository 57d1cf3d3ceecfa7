import type { TadaDocumentNode } from 'gql.tada'
import { requestGraphql } from './request.ts'

/** Asks the gateway from the browser through this origin, with the visitor's cookies. Throws GatewayError. */
export function queryFromBrowser<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  return requestGraphql({ url: '/graphql', document, variables, signal })
}
