import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../postgres/free-port.ts'
import { openDatabase } from './database.ts'
import { type LaunchEnvironment, readLaunchEnvironment, rootFolder } from './environment.ts'
import { LaunchFile } from './launch-file.ts'
import { runTask, type TaskOptions } from './run-task.ts'
import { say } from './say.ts'
import { runService, type Service } from './service.ts'
import { bubblewrap, ensureProgram } from '../system-package.ts'
import { untilAnswering } from './until-answering.ts'
import { buildWebIfChanged } from './web-build.ts'

const startedAt = Date.now()
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
stopWithParent()
// The terminal may be gone before the services are.
process.stdout.on('error', () => stopping.abort())

try {
  await launch(readLaunchEnvironment())
} catch (error) {
  if (!stopping.signal.aborted) {
    say('voxproof', error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
process.exit()

/** Starts everything, waits for the signal to stop, and ends everything, the database last. */
async function launch(environment: LaunchEnvironment): Promise<void> {
  const logs = join(environment.home, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const launchFile = await LaunchFile.claim(environment.home)
  const services: Service[] = []
  const tasks: Promise<unknown>[] = []
  const database = await openDatabase(environment, join(logs, 'postgres.log'))
  try {
    say('postgres', database.description)
    ensureProgram(bubblewrap, (line) => say('voxproof', line))
    const webPort = await choosePort('web', environment.webPort)
    const gatewayPort = await choosePort('gateway', environment.gatewayPort)
    const publicUrl = environment.publicUrl ?? `http://localhost:${webPort}`
    const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
    const forServices: NodeJS.ProcessEnv = {
      ...process.env,
      ...quiet,
      DATABASE_URL: database.url,
      VOXPROOF_HOME: environment.home,
      WEB_PORT: String(webPort),
      GATEWAY_PORT: String(gatewayPort),
      GATEWAY_URL: gatewayUrl,
      PUBLIC_URL: publicUrl,
    }
    const task = (name: string, options: Pick<TaskOptions, 'command' | 'folder' | 'onLine'>): Promise<void> => {
      const running = runTask({
        ...options,
        environment: forServices,
        logFile: join(logs, `${name}.log`),
        signal: stopping.signal,
        onStart: (identity) => launchFile.recordService(name, identity),
      })
      tasks.push(running.catch(() => undefined))
      return running
    }
    const serve = (name: string, folder: string, command: readonly [string, ...string[]], change = {}): void => {
      const service = runService({
        name,
        command,
        folder: join(rootFolder, 'apps', folder),
        environment: { ...forServices, ...change },
        logFile: join(logs, `${name}.log`),
        say,
        onStart: (identity) => launchFile.recordService(name, identity),
      })
      services.push(service)
    }
    const gatewayFolder = join(rootFolder, 'apps', 'gateway')
    const typescript = [process.execPath, '--import', 'tsx'] as const

    const build = buildWebIfChanged(async (folder) => {
      say('web', 'building the site …')
      await task('web-build', { command: ['npm', 'run', 'build'], folder })
    })
    tasks.push(build.catch(() => undefined))
    await task('migrate', { command: [...typescript, 'src/migrate.ts'], folder: gatewayFolder })
    serve('gateway', 'gateway', [...typescript, 'src/main.ts'])
    serve('evaluator', 'evaluator', [...typescript, 'src/main.ts'])
    await build
    const next = join(rootFolder, 'node_modules', 'next', 'dist', 'bin', 'next')
    const nextStart = [process.execPath, next, 'start', '--hostname', '127.0.0.1', '--port', String(webPort)] as const
    serve('web', 'web', nextStart, { NODE_ENV: 'production' })

    await untilAnswering(`${gatewayUrl}/health`, 60_000, stopping.signal)
    await untilAnswering(`http://127.0.0.1:${webPort}/`, 60_000, stopping.signal)
    launchFile.update({ state: 'running', webUrl: publicUrl, gatewayUrl })
    say('voxproof', `ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    say('site', publicUrl)
    say('graphql', `${publicUrl}/graphql`)
    say('data', environment.home)
    say('voxproof', 'Ctrl-C ends it.')

    const seed = [...typescript, 'src/seed/main.ts'] as const
    await task('seed', { command: seed, folder: gatewayFolder, onLine: (line) => say('seed', line) }).catch(
      (error: unknown) => {
        if (!stopping.signal.aborted) say('seed', error instanceof Error ? error.message : String(error))
      },
    )
    await aborted(stopping.signal)
  } finally {
    launchFile.update({ state: 'stopping' })
    const failed = !stopping.signal.aborted
    stopping.abort()
    if (!failed) say('voxproof', 'stopping …')
    await Promise.all([...tasks, ...services.map((service) => service.stop())])
    await database.close()
    launchFile.remove()
    if (!failed) say('voxproof', 'stopped.')
  }
}

/** None of the parts reports home. */
const quiet = {
  ORT_DISABLE_TELEMETRY: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  BETTER_AUTH_TELEMETRY: '0',
  DO_NOT_TRACK: '1',
}

async function choosePort(name: string, wanted: number): Promise<number> {
  const port = await freePort(wanted)
  if (wanted !== 0 && port !== wanted) say(name, `port ${wanted} is taken; using ${port}`)
  return port
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** A launcher whose starter was killed would run on unseen, and hold the ports against the next start. */
function stopWithParent(): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) stopping.abort()
  }, 500)
  timer.unref()
}
