// `npm test`: installs what is missing, then runs scripts/checks/main.ts, which runs and counts every check.
import { ensureInstalled, handOver } from './install.mjs'

ensureInstalled()
handOver('scripts/checks/main.ts', process.argv.slice(2))
