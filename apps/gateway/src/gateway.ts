import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate, openDatabase } from './database/index.ts'
import type { Environment } from './environment.ts'
import { openApp } from './http/index.ts'
import type { Logger } from './log.ts'
import { openAuthentication, readSecret, trustedOrigins } from './modules/accounts/index.ts'
import { serviceOutline } from './modules/service/index.ts'
import { openQueue } from './queue/index.ts'
import { registerDatasets, registerSuites } from './registration/index.ts'
import { repeat } from './repeat.ts'
import { buildGatewaySchema } from './schema/index.ts'
import { openUploads } from './uploads/index.ts'

/** A running gateway. */
export interface Gateway {
  readonly port: number
  /** Looks for datasets that came since the last look. */
  sync(): Promise<void>
  /** Finishes the requests under way, up to ten seconds, then lets go of queue and database. */
  stop(): Promise<void>
}

const drainMilliseconds = 10_000

/** Brings the database up to date, takes up what an earlier run left, and listens. */
export async function startGateway(environment: Environment, log: Logger): Promise<Gateway> {
  await migrate(environment.databaseUrl)
  const database = openDatabase(environment.databaseUrl, {
    onIdleError: (error) => log.warn({ error }, 'an idle database connection was lost'),
  })
  const boss = await openQueue(environment.databaseUrl, (error) => log.error({ error }, 'queue'))
  const { db } = database
  const authentication = openAuthentication({
    db,
    secret: environment.authSecret ?? (await readSecret(environment.home)),
    publicUrl: environment.publicUrl,
    log,
  })
  const uploads = await openUploads({
    db,
    boss,
    log,
    home: environment.home,
    maxBytes: environment.maxUploadBytes,
    trustedOrigins: trustedOrigins(environment.publicUrl),
    viewerOf: authentication.viewerOf,
  })
  const sync = registerDatasets({ db, home: environment.home, log })
  await registerSuites(db)
  await sync()

  const sources = { db, boss, service: serviceOutline(environment) }
  const app = await openApp({ authentication, log, schema: await buildGatewaySchema(), sources, uploads })
  const server = createServer(app.app)
  // A model of 2 GiB takes its time; tus ends and resumes requests, not this server.
  server.requestTimeout = 0
  await listen(server, environment)
  const chores = [
    repeat({ name: 'datasets', seconds: 2, task: sync, log }),
    repeat({ name: 'recover uploads', seconds: 15, task: () => uploads.recover(), log, atOnce: true }),
    repeat({ name: 'expire uploads', seconds: 3600, task: () => uploads.expire(), log, atOnce: true }),
  ]
  return {
    port: (server.address() as AddressInfo).port,
    sync,
    async stop() {
      app.drain()
      await Promise.all(chores.map((chore) => chore.stop()))
      await closeServer(server)
      await app.close()
      await boss.stop({ graceful: true, timeout: 5000 })
      await database.close()
    },
  }
}

function listen(server: Server, { host, port }: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  server.closeIdleConnections()
  await Promise.race([closed, sleep(drainMilliseconds, undefined, { ref: false })])
  server.closeAllConnections()
  await closed
}
