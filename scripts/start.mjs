// `npm start`: installs what is missing, then runs scripts/launch/main.ts, which starts and watches the product.
import { ensureInstalled, handOver } from './install.mjs'

ensureInstalled()
handOver('scripts/launch/main.ts')
