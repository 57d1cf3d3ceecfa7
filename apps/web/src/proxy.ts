import { type NextRequest, NextResponse } from 'next/server'
import { isDevelopment } from './environment.ts'
import { securityHeaders } from './lib/security-headers.ts'

/** Gives each page its own script nonce and every page the same security headers. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const headers = securityHeaders({ nonce, isDevelopment })
  const requestHeaders = new Headers(request.headers)
  requestHeaders.set('content-security-policy', headers['content-security-policy'])
  const response = NextResponse.next({ request: { headers: requestHeaders } })
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** Uploads and API calls are left out: Next would hold their bodies in memory to show them to this function. */
export const config = {
  matcher: ['/((?!graphql|api/auth|uploads|_next/static|_next/image|icon.svg).*)'],
}
