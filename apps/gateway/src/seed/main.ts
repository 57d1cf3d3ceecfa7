import { join } from 'node:path'
import { readEnvironment, rootFolder } from '../environment.ts'
import { openLog } from '../log.ts'
import { seed } from './seed.ts'

/** `npm run seed -w apps/gateway`, beside a running gateway: dataset and baselines, as far as they are not there. */
const environment = readEnvironment()
await seed({ environment, baselinesFolder: join(rootFolder, 'baselines'), log: openLog(environment.logLevel) })
