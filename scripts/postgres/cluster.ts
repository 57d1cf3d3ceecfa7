import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { postgresBinaries } from './binaries.ts'
import { freePort } from './free-port.ts'
import { unprivileged } from './unprivileged.ts'

export interface ClusterOptions {
  /** Made on first use; holds `data/`, `password` and nothing else. */
  readonly folder: string
  /** First port to try. */
  readonly port: number
  /** Where the server writes its log. */
  readonly logFile: string
  /** Server settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>
  /** Ends the server with this process, also after a kill -9 (Linux only). */
  readonly diesWithParent?: boolean
}

export interface Cluster {
  readonly port: number
  readonly processId: number
  /** True where a server of an earlier run was found alive and is used on. */
  readonly reused: boolean
  /** Connection string for a database of this cluster. */
  readonly url: (database: string) => string
  /** Ends every connection and the server; resolves when it is gone. */
  readonly stop: () => Promise<void>
}

/**
 * A PostgreSQL server of the project's own, on loopback only, with a generated password. A server that still runs on
 * the folder is reused. After a crash the first start may fail while the old one's shared memory goes away, so it is
 * tried for ten seconds; then this throws with the end of the log.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const data = join(options.folder, 'data')
  initialise(options.folder, data)
  const password = readFileSync(join(options.folder, 'password'), 'utf8').trim()
  const url = (port: number, database: string): string =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`

  const running = runningServer(data)
  if (running && (await answersWhileAlive(running.processId, url(running.port, 'postgres')))) {
    return describe({ ...running, reused: true, url: (database) => url(running.port, database) })
  }

  const deadline = Date.now() + 10_000
  let port = await freePort(options.port)
  for (;;) {
    const server = launch(options, data, port)
    if (await startedUp(server, url(port, 'postgres'))) {
      const { pid } = server
      if (pid === undefined) throw new Error('The PostgreSQL server has no process id although it answers.')
      return describe({ processId: pid, port, reused: false, url: (database) => url(port, database) })
    }
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL does not start on ${data}. The end of ${options.logFile}:\n${tail(options.logFile)}`)
    }
    await sleep(500)
    port = await freePort(port)
  }
}

function describe(cluster: Omit<Cluster, 'stop'>): Cluster {
  return { ...cluster, stop: () => stopProcess(cluster.processId) }
}

function initialise(folder: string, data: string): void {
  // Written last, so that an interrupted initdb is redone.
  if (existsSync(join(folder, 'initialised'))) return
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  const { prefix, uid, own } = unprivileged()
  for (const path of [folder, data, passwordFile]) own(path)
  const words = [
    ...prefix,
    postgresBinaries().initdb,
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
    ...['--no-sync', '--no-instructions'],
  ]
  const [program = '', ...args] = words
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: folder,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  if (result.status !== 0) {
    throw new Error(`initdb failed on ${data}: ${result.error?.message ?? `${result.stdout}\n${result.stderr}`.trim()}`)
  }
  writeFileSync(join(folder, 'initialised'), '')
}

function launch(options: ClusterOptions, data: string, port: number): ChildProcess {
  const { prefix, uid } = unprivileged()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings }
  const guard =
    options.diesWithParent && process.platform === 'linux' && uid === undefined ? ['setpriv', '--pdeathsig', 'INT'] : []
  const [program = '', ...args] = [
    ...prefix,
    ...guard,
    postgresBinaries().postgres,
    ...['-D', data, '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const log = openSync(options.logFile, 'a', 0o600)
  try {
    // Detached: Ctrl-C in the terminal must reach the services first, and the server only once they are gone.
    const child = spawn(program, args, {
      cwd: data,
      stdio: ['ignore', log, log],
      detached: true,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    })
    child.unref()
    child.on('error', () => undefined)
    return child
  } finally {
    closeSync(log)
  }
}

/** The server that postmaster.pid names, where that process lives: line 1 is its id, line 4 its port. */
function runningServer(data: string): { processId: number; port: number } | undefined {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const processId = Number(lines[0])
  const port = Number(lines[3])
  return Number.isInteger(processId) && port > 0 && isAlive(processId) ? { processId, port } : undefined
}

async function startedUp(server: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + 60_000
  while (server.exitCode === null && server.signalCode === null && server.pid !== undefined && Date.now() < deadline) {
    if (await answers(url)) return true
    await sleep(50)
  }
  return false
}

async function answersWhileAlive(processId: number, url: string): Promise<boolean> {
  const deadline = Date.now() + 5000
  while (isAlive(processId) && Date.now() < deadline) {
    if (await answers(url)) return true
    await sleep(100)
  }
  return false
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Fast shutdown (SIGINT); after ten seconds the immediate one (SIGQUIT), which recovers from the log at next start. */
async function stopProcess(processId: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
  ] as const) {
    if (!isAlive(processId)) return
    process.kill(processId, signal)
    const deadline = Date.now() + patienceMs
    while (isAlive(processId) && Date.now() < deadline) await sleep(20)
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : '(no log)'
}
