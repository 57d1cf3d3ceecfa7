import pino from 'pino'
import { openDatabase } from './database.ts'
import { readEnvironment } from './environment.ts'
import { openContext } from './open-context.ts'
import { openQueue } from './queue/index.ts'
import { startWorker } from './worker/index.ts'

/** The evaluator's process: works until SIGTERM or SIGINT, then hands back what is under way and ends. */
const environment = readEnvironment()
const log = pino({ name: 'evaluator', level: environment.LOG_LEVEL })
const { database, close } = openDatabase(environment.DATABASE_URL)
const boss = await openQueue(environment.DATABASE_URL, (error) => log.error({ err: error }, 'queue error'))
const context = await openContext(environment, { database, boss, log })
const worker = await startWorker(boss, context, {
  concurrency: environment.EVALUATOR_CONCURRENCY,
  databaseUrl: environment.DATABASE_URL,
})
log.info({ suite: context.suite.id, concurrency: environment.EVALUATOR_CONCURRENCY }, 'evaluator ready')

let isEnding = false
const end = async (signal: string): Promise<void> => {
  if (isEnding) return
  isEnding = true
  log.info({ signal }, 'draining')
  await worker.drain()
  await close()
  log.info('evaluator ended')
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
