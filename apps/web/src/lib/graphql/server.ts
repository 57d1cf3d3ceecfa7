import 'server-only'
import type { TadaDocumentNode } from 'gql.tada'
import { headers } from 'next/headers'
import { readEnvironment } from '../../environment.ts'
import { requestGraphql } from './request.ts'

/** Asks the gateway on behalf of whoever asked for this page. Never cached. Throws GatewayError. */
export async function query<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const cookie = (await headers()).get('cookie')
  return requestGraphql({
    url: new URL('/graphql', readEnvironment().GATEWAY_URL).href,
    document,
    variables,
    ...(cookie === null ? {} : { headers: { cookie } }),
  })
}
