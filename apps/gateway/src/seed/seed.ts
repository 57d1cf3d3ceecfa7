import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listDatasetFolders } from '@voxproof/engine/datasets'
import { rankingSuite } from '@voxproof/engine/suite'
import { type Database, openDatabase } from '../database/index.ts'
import type { Environment } from '../environment.ts'
import type { Logger } from '../log.ts'
import { type JobSender, openQueue } from '../queue/index.ts'
import { type Baseline, readBaselines } from './baselines.ts'
import { markBaseline } from './baselines.store.ts'
import { ensurePhantoms } from './ensure-phantoms.ts'
import { type GatewayUser, signIn } from './gateway-user.ts'
import { importResults, verifiedResults } from './import-results.ts'

/** What is seeded from where. */
export interface SeedOptions {
  readonly environment: Environment
  /** Holds baselines.json and the files that it names. */
  readonly baselinesFolder: string
  readonly log: Logger
}

/**
 * Makes the phantom datasets and submits the baselines through the same path as anybody's model. A baseline that is not
 * `live` brings its results along, computed elsewhere: they are checked and imported, and the file is never attacked.
 * Each step looks first at what is there, so a second run does nothing and a run after a kill goes on where that one
 * stopped. A baseline for a dataset that is not here, or without a result that holds, is left out; the log names those
 * without a result together, and what computes them.
 */
export async function seed({ environment, baselinesFolder, log }: SeedOptions): Promise<void> {
  const datasetsFolder = join(environment.home, 'datasets')
  await ensurePhantoms(datasetsFolder, log)
  const present = new Set((await listDatasetFolders(datasetsFolder)).map((folder) => basename(dirname(folder))))
  const [baselines, others] = divided(await readBaselines(baselinesFolder), ({ datasets }) =>
    datasets.every((id) => present.has(id)),
  )
  for (const { name, datasets } of others) log.info({ baseline: name, datasets }, 'baseline left out: no such dataset')
  if (baselines.length === 0) return
  await ready(environment.gatewayUrl)
  const user = await signIn(environment)
  const database = openDatabase(environment.databaseUrl, { connections: 2 })
  const boss = await openQueue(environment.databaseUrl, (error) => log.error({ error }, 'queue'))
  try {
    const leftOut: string[] = []
    for (const baseline of baselines) {
      await registered(user, baseline)
      const stands = await seedBaseline({ db: database.db, boss, user, folder: baselinesFolder, log }, baseline)
      if (!stands) leftOut.push(baseline.name)
    }
    if (leftOut.length > 0) log.warn({ baselines: leftOut }, withoutResult(leftOut.length))
  } finally {
    await boss.stop({ graceful: false })
    await database.close()
  }
}

interface SeedContext {
  readonly db: Database
  readonly boss: JobSender
  readonly user: GatewayUser
  readonly folder: string
  readonly log: Logger
}

function withoutResult(count: number): string {
  const reason =
    count === 1
      ? '1 baseline left out: it is not evaluated here and has no committed result that holds'
      : `${count} baselines left out: they are not evaluated here and have no committed result that holds`
  return `${reason}. To compute what is missing: npm run baselines:evaluate -- --suite ${rankingSuite}`
}

/** False where the baseline is left out. */
async function seedBaseline({ db, boss, user, folder, log }: SeedContext, baseline: Baseline): Promise<boolean> {
  const results = await verifiedResults({ db, folder, log }, baseline)
  if (!baseline.live && results.length === 0) return false
  const { uuid, status } = await user.createSubmission(baseline)
  await markBaseline(db, uuid, { isImported: !baseline.live })
  await importResults({ db, boss, log }, uuid, results)
  if (status === 'AWAITING_UPLOAD') await user.upload(uuid, baseline)
  log.info({ baseline: baseline.name, submission: uuid, found: status }, 'baseline stands')
  return true
}

function divided<Item>(items: readonly Item[], isIn: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isIn), items.filter((item) => !isIn(item))]
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
