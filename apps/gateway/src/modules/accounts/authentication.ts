import { account, session, user, verification } from '@voxproof/schema/tables'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { bearer } from 'better-auth/plugins/bearer'
import type { Database } from '../../database/index.ts'
import type { Logger } from '../../log.ts'

/** The signed-in person of a request. */
export interface Viewer {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** The header in which the gateway tells the sign-in limits who is asking; whatever a client sends there is replaced. */
export const clientAddressHeader = 'x-voxproof-client-address'

/** What the rest of the gateway needs of accounts: the HTTP handler, and who a request's headers belong to. */
export interface Authentication {
  readonly handler: (request: Request) => Promise<Response>
  readonly viewerOf: (headers: Headers) => Promise<Viewer | null>
}

/**
 * E-mail and password accounts with a session cookie; the same session as `Authorization: Bearer` for scripts. Sign-in
 * and sign-up are limited per address.
 */
export function openAuthentication({
  db,
  secret,
  publicUrl,
  log,
}: {
  db: Database
  secret: string
  publicUrl: string
  log: Logger
}): Authentication {
  const auth = betterAuth({
    appName: 'VoxProof',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification } }),
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, autoSignIn: true },
    plugins: [bearer()],
    trustedOrigins: trustedOrigins(publicUrl),
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/*': { window: 60, max: 20 }, '/sign-up/*': { window: 60, max: 20 } },
    },
    telemetry: { enabled: false },
    // Only the message: what the library adds to it can hold e-mail addresses.
    // A mistyped address is the visitor's business, not the operator's: warnings stay out of the log.
    logger: { level: 'error', log: (level, message) => log[level]({ part: 'accounts' }, message) },
    advanced: {
      cookiePrefix: 'voxproof',
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      // The library leaves this out under test runners; what is tested should be what runs.
      disableOriginCheck: false,
    },
  })
  return {
    handler: auth.handler,
    async viewerOf(headers) {
      const found = await auth.api.getSession({ headers })
      return found ? { id: found.user.id, name: found.user.name, email: found.user.email } : null
    },
  }
}

/** The public address and, where it is this machine, its other spelling. */
export function trustedOrigins(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  const twins: Record<string, string> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }
  const twin = twins[url.hostname]
  if (twin === undefined) return [url.origin]
  const other = new URL(publicUrl)
  other.hostname = twin
  return [url.origin, other.origin]
}
