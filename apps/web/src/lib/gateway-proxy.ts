import { readEnvironment } from '../environment.ts'
import { rewriteLocation } from './rewrite-location.ts'
import { commonHeaders } from './security-headers.ts'

/**
 * Passes one request on to the gateway and its answer back, both as streams, so that a 2 GiB upload never lies in this
 * process. Cookies, status and headers pass through; redirects are not followed; a `Location` on the gateway becomes
 * one on this origin. An unreachable gateway is answered with 502 and a sentence.
 */
export async function proxyToGateway(request: Request): Promise<Response> {
  const gateway = new URL(readEnvironment().GATEWAY_URL)
  const from = new URL(request.url)
  const target = new URL(`${from.pathname}${from.search}`, gateway)
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null
  try {
    const answer = await fetch(target, {
      method: request.method,
      headers: forwardedHeaders(request, from),
      redirect: 'manual',
      cache: 'no-store',
      signal: request.signal,
      ...(hasBody ? { body: request.body, duplex: 'half' } : {}),
    } as RequestInit)
    return new Response(answer.body, { status: answer.status, headers: returnedHeaders(answer.headers, gateway) })
  } catch (cause) {
    if (request.signal.aborted) return new Response(null, { status: 499 })
    const message = `The gateway at ${gateway.origin} did not answer ${request.method} ${from.pathname}. Try again in a moment.`
    console.error(message, cause)
    return Response.json({ errors: [{ message, extensions: { code: 'GATEWAY_UNREACHABLE' } }] }, { status: 502 })
  }
}

/** Headers that belong to one connection (RFC 9110, section 7.6.1) and must not be passed on. */
const connectionHeaders = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]

function forwardedHeaders(request: Request, from: URL): Headers {
  const headers = new Headers(request.headers)
  for (const name of [...connectionHeaders, 'host', 'accept-encoding']) headers.delete(name)
  headers.set('x-forwarded-host', request.headers.get('host') ?? from.host)
  headers.set('x-forwarded-proto', request.headers.get('x-forwarded-proto') ?? from.protocol.replace(':', ''))
  return headers
}

function returnedHeaders(received: Headers, gateway: URL): Headers {
  const headers = new Headers(received)
  for (const name of connectionHeaders) headers.delete(name)
  // fetch has already undone any compression, so these two would describe bytes that are no longer there.
  if (headers.has('content-encoding')) {
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  const location = headers.get('location')
  if (location !== null) headers.set('location', rewriteLocation(location, gateway))
  for (const [name, value] of Object.entries(commonHeaders)) headers.set(name, value)
  return headers
}
