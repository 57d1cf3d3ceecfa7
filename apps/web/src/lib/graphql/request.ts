import type { TadaDocumentNode } from 'gql.tada'
import { print } from 'graphql'

/** The gateway could not be reached or answered with errors. `isReachable` tells which of the two. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly isReachable: boolean

  constructor(message: string, isReachable: boolean, options?: ErrorOptions) {
    super(message, options)
    this.isReachable = isReachable
  }
}

/** Sends one operation to `url` and returns its data; throws GatewayError when there is none. */
export async function requestGraphql<Result, Variables>(request: {
  url: string
  document: TadaDocumentNode<Result, Variables>
  variables: Variables
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}): Promise<Result> {
  const response = await send(request)
  const answer = (await response.json().catch(() => ({}))) as { data?: Result | null; errors?: { message: string }[] }
  if (answer.errors?.length)
    throw new GatewayError(answer.errors.map(({ message }) => message).join(' '), response.status !== 502)
  if (!answer.data) throw new GatewayError(`The gateway answered ${response.status} without data.`, true)
  return answer.data
}

async function send<Result, Variables>(request: {
  url: string
  document: TadaDocumentNode<Result, Variables>
  variables: Variables
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}): Promise<Response> {
  try {
    return await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...request.headers },
      body: JSON.stringify({ query: print(request.document), variables: request.variables }),
      cache: 'no-store',
      signal: request.signal ?? null,
    })
  } catch (cause) {
    if (request.signal?.aborted) throw cause
    throw new GatewayError(`The gateway at ${request.url} did not answer.`, false, { cause })
  }
}
