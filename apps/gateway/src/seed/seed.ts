import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../database/index.ts'
import type { Environment } from '../environment.ts'
import type { Logger } from '../log.ts'
import { type Baseline, readBaselines } from './baselines.ts'
import { markBaseline } from './baselines.store.ts'
import { ensurePhantoms } from './ensure-phantoms.ts'
import { type GatewayUser, signIn } from './gateway-user.ts'

/** What is seeded from where. */
export interface SeedOptions {
  readonly environment: Environment
  /** Holds baselines.json and the files that it names. */
  readonly baselinesFolder: string
  readonly log: Logger
}

/**
 * Makes the phantom datasets and submits the baselines through the same path as anybody's model. Each step looks first
 * at what is there, so a second run does nothing and a run after a kill goes on where that one stopped.
 */
export async function seed({ environment, baselinesFolder, log }: SeedOptions): Promise<void> {
  await ensurePhantoms(join(environment.home, 'datasets'), log)
  const baselines = (await readBaselines(baselinesFolder)).filter((baseline) => baseline.live)
  if (baselines.length === 0) return
  await ready(environment.gatewayUrl)
  const user = await signIn(environment)
  const database = openDatabase(environment.databaseUrl, { connections: 1 })
  try {
    for (const baseline of baselines) {
      await registered(user, baseline)
      const { uuid, status } = await user.createSubmission(baseline)
      await markBaseline(database.db, uuid)
      if (status === 'AWAITING_UPLOAD') await user.upload(uuid, baseline)
      log.info({ baseline: baseline.name, submission: uuid, found: status }, 'baseline stands')
    }
  } finally {
    await database.close()
  }
}

const patienceMilliseconds = 60_000

async function ready(gatewayUrl: string): Promise<void> {
  const isReady = async (): Promise<boolean> => {
    const response = await fetch(new URL('/readyz', gatewayUrl)).catch(() => undefined)
    return response?.ok ?? false
  }
  await until(isReady, `The gateway at ${gatewayUrl} is not ready. Start it, then seed again.`)
}

/** The gateway takes a dataset up within seconds of its import. */
async function registered(user: GatewayUser, { name, datasets }: Baseline): Promise<void> {
  const known = async (): Promise<boolean> => {
    const slugs = await user.datasetSlugs()
    return datasets.every((slug) => slugs.includes(slug))
  }
  await until(
    known,
    `The gateway does not know the datasets ${datasets.join(', ')}, which the baseline ${name} is for.`,
  )
}

async function until(isDone: () => Promise<boolean>, complaint: string): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(complaint)
    await sleep(250)
  }
}
