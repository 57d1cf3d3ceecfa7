import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { endProcessGroup } from './end-process-group.ts'
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts'

const identitySchema = z.object({ processId: z.number().int().positive(), startedAt: z.string() })

const launchSchema = z.object({
  state: z.enum(['starting', 'running', 'stopping']),
  launcher: identitySchema,
  webUrl: z.string().nullable(),
  gatewayUrl: z.string().nullable(),
  /** Leaders of the services' process groups, so that a later start can end what a killed launcher left behind. */
  services: z.record(z.string(), identitySchema),
})

/** `launch.json` in the data folder: what runs, and where. */
export type Launch = z.infer<typeof launchSchema>

export class AlreadyRunningError extends Error {
  constructor(launch: Launch) {
    super(
      `VoxProof already runs on this data folder (process ${launch.launcher.processId}` +
        `${launch.webUrl === null ? '' : `, ${launch.webUrl}`}). Stop it there with Ctrl-C, ` +
        'or set VOXPROOF_HOME to another folder.',
    )
  }
}

/** Keeps launch.json. Each change is written at once and whole, so that a kill leaves the last state readable. */
export class LaunchFile {
  readonly #path: string
  #launch: Launch

  private constructor(path: string, launch: Launch) {
    this.#path = path
    this.#launch = launch
    this.update({})
  }

  /**
   * Takes the folder over. Services that a killed launcher left are ended first; a launcher that is just stopping is
   * waited for. Throws an AlreadyRunningError where one runs and stays.
   */
  static async claim(home: string): Promise<LaunchFile> {
    const path = join(home, 'launch.json')
    const earlier = read(path)
    if (earlier) await settle(path, earlier)
    const launcher = identify(process.pid)
    if (!launcher) throw new Error(`The system does not know process ${process.pid}, which is this one.`)
    return new LaunchFile(path, { state: 'starting', launcher, webUrl: null, gatewayUrl: null, services: {} })
  }

  update(change: Partial<Omit<Launch, 'launcher'>>): void {
    this.#launch = { ...this.#launch, ...change }
    const draft = `${this.#path}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(this.#launch, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, this.#path)
  }

  recordService(name: string, identity: ProcessIdentity): void {
    this.update({ services: { ...this.#launch.services, [name]: identity } })
  }

  remove(): void {
    rmSync(this.#path, { force: true })
  }
}

/** A launch file that no longer parses was written by another version; what it names cannot be trusted. */
function read(path: string): Launch | undefined {
  if (!existsSync(path)) return undefined
  try {
    return launchSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

async function settle(path: string, earlier: Launch): Promise<void> {
  // A launcher whose terminal is gone notices within a second and then takes a few to stop its services.
  let patienceMs = 2000
  const start = Date.now()
  while (isRunning(earlier.launcher)) {
    if (read(path)?.state === 'stopping') patienceMs = 40_000
    if (Date.now() - start > patienceMs) throw new AlreadyRunningError(earlier)
    await sleep(100)
  }
  await Promise.all(Object.values(earlier.services).map((service) => endProcessGroup(service, 5000)))
}
