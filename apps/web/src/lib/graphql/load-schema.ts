import 'server-only'
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql'
import { readEnvironment } from '../../environment.ts'
import { GatewayError } from './request.ts'

/** The schema of the gateway that runs, in GraphQL's own language, with its descriptions. Throws GatewayError. */
export async function loadSchema(): Promise<string> {
  const url = new URL('/graphql', readEnvironment().GATEWAY_URL)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true }) }),
    cache: 'no-store',
  }).catch((cause: unknown) => {
    throw new GatewayError(`The gateway at ${url} did not answer.`, false, { cause })
  })
  const { data } = (await response.json()) as { data?: IntrospectionQuery }
  if (!data) throw new GatewayError(`The gateway answered ${response.status} without its schema.`, true)
  return printSchema(buildClientSchema(data))
}
