import type { IncomingMessage } from 'node:http'
import { expressMiddleware } from '@as-integrations/express5'
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node'
import express, { type Express, type Request } from 'express'
import type { GraphQLSchema } from 'graphql'
import { ping } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { type Authentication, clientAddressHeader } from '../modules/accounts/index.ts'
import { type ContextSources, requestContext } from '../schema/index.ts'
import type { Uploads } from '../uploads/index.ts'
import { graphqlServer } from './graphql-server.ts'
import { requestLog } from './request-log.ts'
import { startPage } from './start-page.ts'

/** What the routes need. */
export interface AppOptions {
  readonly authentication: Authentication
  readonly log: Logger
  readonly schema: GraphQLSchema
  readonly sources: ContextSources
  readonly uploads: Uploads
}

/** The routes, and what ends with them. */
export interface GatewayApp {
  readonly app: Express
  /** From now on /readyz answers 503, so that nobody sends more requests here. */
  drain(): void
  close(): Promise<void>
}

/** Wires accounts, uploads, GraphQL and health into one Express app. */
export async function openApp({ authentication, log, schema, sources, uploads }: AppOptions): Promise<GatewayApp> {
  const graphql = graphqlServer(schema, log)
  await graphql.start()
  const app = express()
  let isDraining = false

  app.disable('x-powered-by')
  // The site's own server stands in front on the same machine and passes the visitor's address on.
  app.set('trust proxy', 'loopback')
  app.use(requestLog(log))
  app.use((_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff')
    next()
  })

  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok\n')
  })
  app.get('/readyz', async (_request, response) => {
    const isReady = !isDraining && (await answers(sources))
    response
      .status(isReady ? 200 : 503)
      .type('text')
      .send(isReady ? 'ready\n' : 'not ready\n')
  })

  const auth = toNodeHandler(authentication.handler)
  app.all('/api/auth/*splat', (request, response) => {
    request.headers[clientAddressHeader] = request.ip ?? ''
    return auth(request, response)
  })

  app.all(['/uploads', '/uploads/*splat'], (request, response) => {
    if (request.method === 'GET') return response.status(404).type('text').send('Uploads cannot be read back.\n')
    return uploads.handle(request, response)
  })

  app.get(['/', '/graphql'], (request, response, next) => {
    if ('query' in request.query || !request.accepts('html') || request.accepts(['json', 'html']) !== 'html')
      return next()
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    response.type('html').send(startPage)
  })
  app.use(
    '/graphql',
    express.json({ limit: '256kb' }),
    expressMiddleware(graphql, {
      context: async ({ req }) => {
        const viewer = await authentication.viewerOf(headersOf(req))
        return requestContext(sources, { viewer, requestId: req.get('x-request-id') ?? '' })
      },
    }),
  )

  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing at this address.\n')
  })
  app.use(answerFailure(log))
  return {
    app,
    drain() {
      isDraining = true
    },
    close: () => graphql.stop(),
  }
}

/** Bodies that are no JSON or too large are the client's; anything else is ours and stays in the log. */
function answerFailure(log: Logger): express.ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error)
    const status = clientStatus(error)
    if (status === undefined) log.error({ error, request: request.get('x-request-id') }, 'a request failed')
    const message = status === undefined ? 'Something failed on our side.' : 'The request body cannot be read.'
    const code = status === undefined ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST'
    response.status(status ?? 500).json({ errors: [{ message, extensions: { code } }] })
  }
}

function clientStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}

async function answers({ db }: ContextSources): Promise<boolean> {
  try {
    await ping(db)
    return true
  } catch {
    return false
  }
}

function headersOf(request: Request | IncomingMessage): Headers {
  return fromNodeHeaders(request.headers)
}
