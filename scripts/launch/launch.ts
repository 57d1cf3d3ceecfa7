import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import processOptions from '@voxproof/engine/process-options.json' with { type: 'json' }
import { freePort } from '../postgres/free-port.ts'
import { quiet } from '../quiet.ts'
import { bubblewrap, ensureProgram } from '../system-package.ts'
import { type LaunchedDatabase, openDatabase } from './database.ts'
import { type LaunchEnvironment, rootFolder } from './environment.ts'
import { LaunchFile } from './launch-file.ts'
import { Processes } from './processes.ts'
import { say, taskLine } from './say.ts'
import { untilAnswering } from './until-answering.ts'
import { buildWebIfChanged } from './web-build.ts'

const gatewayFolder = join(rootFolder, 'apps', 'gateway')
const nextProgram = join(rootFolder, 'node_modules', 'next', 'dist', 'bin', 'next')
const typescript = [process.execPath, '--import', 'tsx'] as const

/** Starts the product, seeds it, runs until `signal` aborts, and ends everything, the database last. */
export async function launch(environment: LaunchEnvironment, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now()
  const logs = join(environment.home, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const launchFile = await LaunchFile.claim(environment.home)
  let database: LaunchedDatabase | undefined
  let processes: Processes | undefined
  try {
    database = await openDatabase(environment, join(logs, 'postgres.log'))
    say('postgres', database.description)
    ensureProgram(bubblewrap, (line) => say('voxproof', line))
    const addresses = await chooseAddresses(environment)
    processes = new Processes({
      logs,
      signal,
      launchFile,
      environment: serviceEnvironment(environment, database.url, addresses),
    })
    await startProduct(processes, addresses, signal)
    launchFile.update({ state: 'running', webUrl: addresses.publicUrl, gatewayUrl: addresses.gatewayUrl })
    announce(environment, addresses, Date.now() - startedAt)
    await seed(processes, signal)
    await aborted(signal)
  } finally {
    if (signal.aborted) say('voxproof', 'stopping …')
    try {
      launchFile.update({ state: 'stopping' })
    } finally {
      // Also where the data folder was taken away meanwhile.
      await processes?.stop()
      await database?.close()
      launchFile.remove()
    }
    if (signal.aborted) say('voxproof', 'stopped.')
  }
}

interface Addresses {
  readonly webPort: number
  readonly gatewayPort: number
  readonly gatewayUrl: string
  readonly publicUrl: string
}

async function chooseAddresses(environment: LaunchEnvironment): Promise<Addresses> {
  const webPort = await choosePort('web', environment.webPort)
  const gatewayPort = await choosePort('gateway', environment.gatewayPort)
  return {
    webPort,
    gatewayPort,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    publicUrl: environment.publicUrl ?? `http://localhost:${webPort}`,
  }
}

async function choosePort(name: string, wanted: number): Promise<number> {
  const port = await freePort(wanted)
  if (wanted !== 0 && port !== wanted) say(name, `port ${wanted} is taken; using ${port}`)
  return port
}

function serviceEnvironment(
  environment: LaunchEnvironment,
  databaseUrl: string,
  addresses: Addresses,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...quiet,
    DATABASE_URL: databaseUrl,
    VOXPROOF_HOME: environment.home,
    WEB_PORT: String(addresses.webPort),
    GATEWAY_PORT: String(addresses.gatewayPort),
    GATEWAY_URL: addresses.gatewayUrl,
    PUBLIC_URL: addresses.publicUrl,
  }
}

/** How long a service may take to answer: seconds, but minutes on a machine that others keep busy. */
const startMs = 5 * 60_000

/**
 * The site is built while the database is migrated and its services start, and listens when they answer: whoever waits
 * for its port meets no page whose data cannot be had yet.
 */
async function startProduct(processes: Processes, addresses: Addresses, signal: AbortSignal): Promise<void> {
  await Promise.all([buildSite(processes), startServices(processes)])
  await untilAnswering(`${addresses.gatewayUrl}/readyz`, startMs, signal)
  serveSite(processes, addresses)
  await untilAnswering(`http://127.0.0.1:${addresses.webPort}/`, startMs, signal)
}

async function buildSite(processes: Processes): Promise<void> {
  await buildWebIfChanged(async (folder) => {
    say('web', 'building the site …')
    await processes.run({ name: 'web-build', command: ['npm', 'run', 'build'], folder })
  })
}

function serveSite(processes: Processes, { webPort }: Addresses): void {
  processes.serve({
    name: 'web',
    command: [process.execPath, nextProgram, 'start', '--hostname', '127.0.0.1', '--port', String(webPort)],
    folder: join(rootFolder, 'apps', 'web'),
    environment: { NODE_ENV: 'production' },
  })
}

async function startServices(processes: Processes): Promise<void> {
  const evaluatorFolder = join(rootFolder, 'apps', 'evaluator')
  await processes.run({ name: 'migrate', command: [...typescript, 'src/migrate.ts'], folder: gatewayFolder })
  processes.serve({ name: 'gateway', command: [...typescript, 'src/main.ts'], folder: gatewayFolder })
  const { nodeOptions, environment } = processOptions
  processes.serve({
    name: 'evaluator',
    command: [process.execPath, ...nodeOptions, '--import', 'tsx', 'src/main.ts'],
    folder: evaluatorFolder,
    environment,
  })
}

function announce(environment: LaunchEnvironment, addresses: Addresses, tookMs: number): void {
  say('voxproof', `ready after ${(tookMs / 1000).toFixed(1)} s; Ctrl-C ends it`)
  say('site', addresses.publicUrl)
  say('graphql', `${addresses.publicUrl}/graphql`)
  say('data', `${environment.home} (logs in logs/)`)
}

/** Datasets and baselines that are missing; a failure is told and leaves the product running. */
async function seed(processes: Processes, signal: AbortSignal): Promise<void> {
  try {
    await processes.run({
      name: 'seed',
      command: ['npm', 'run', '--silent', 'seed'],
      folder: gatewayFolder,
      onLine: (line) => {
        const message = taskLine(line)
        if (message !== undefined) say('seed', message)
      },
    })
  } catch (error) {
    if (!signal.aborted) say('seed', error instanceof Error ? error.message : String(error))
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
