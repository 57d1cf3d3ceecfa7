import { readEnvironment } from './environment.ts'
import { startGateway } from './gateway.ts'
import { openLog } from './log.ts'

const environment = readEnvironment()
const log = openLog(environment.logLevel)
const gateway = await startGateway(environment, log)
log.info({ address: `http://${environment.host}:${gateway.port}`, home: environment.home }, 'gateway ready')

let isStopping = false
async function stop(signal: NodeJS.Signals): Promise<void> {
  if (isStopping) return
  isStopping = true
  log.info({ signal }, 'gateway stops')
  await gateway.stop()
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('SIGHUP', () => {
  gateway.sync().catch((error: unknown) => log.error({ error }, 'datasets could not be looked for'))
})
