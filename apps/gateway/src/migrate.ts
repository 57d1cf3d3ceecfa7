import { migrate } from './database/index.ts'
import { readEnvironment } from './environment.ts'

/** `npm run migrate -w apps/gateway`: brings the database up to date and ends. */
await migrate(readEnvironment().databaseUrl)
process.stdout.write('The database is up to date.\n')
