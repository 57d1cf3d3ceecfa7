import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type OpenDataset, openDataset } from '@voxproof/engine/datasets'
import { suiteHash, suites } from '@voxproof/engine/suite'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { saveDataset, saveSuite } from '../modules/datasets/index.ts'

/** Writes the suites that the engine knows. */
export async function registerSuites(db: Database): Promise<void> {
  for (const [id, definition] of Object.entries(suites)) {
    await saveSuite(db, { id, hash: suiteHash(definition), definition })
  }
}

/**
 * Returns a function that writes the datasets under `<home>/datasets/<id>/<hash>/`, of each the version imported last.
 * Called again, it opens only what came since. A folder that cannot be read is reported once and left out.
 */
export function registerDatasets({ db, home, log }: { db: Database; home: string; log: Logger }): () => Promise<void> {
  const done = new Map<string, string>()
  return async () => {
    for (const id of await namesIn(join(home, 'datasets'))) {
      const folder = await newestVersion(join(home, 'datasets', id))
      if (folder === undefined || done.get(id) === folder) continue
      const opened = await openOrReport(folder, log)
      if (opened !== undefined) await register(db, opened)
      done.set(id, folder)
      if (opened !== undefined) log.info({ dataset: id, hash: opened.hash }, 'dataset registered')
    }
  }
}

async function openOrReport(folder: string, log: Logger): Promise<OpenDataset | undefined> {
  try {
    return await openDataset(folder)
  } catch (error) {
    log.error({ folder, error }, 'dataset left out: it could not be read')
    return undefined
  }
}

async function register(db: Database, { manifest, hash, cases }: OpenDataset): Promise<void> {
  const rows = cases.map(({ key, shape, spacingMm, classVoxels, imageHash, labelHash }) => {
    return { key, shape, spacingMm, classVoxels, imageHash, labelHash }
  })
  await saveDataset(db, { id: manifest.id, hash, manifest }, rows)
}

async function newestVersion(folder: string): Promise<string | undefined> {
  let newest: { path: string; time: number } | undefined
  for (const hash of await namesIn(folder)) {
    const path = join(folder, hash)
    const time = await stat(join(path, 'dataset.json')).then(
      (found) => found.mtimeMs,
      () => undefined,
    )
    if (time !== undefined && time >= (newest?.time ?? 0)) newest = { path, time }
  }
  return newest?.path
}

/** Names of the folders in a folder, sorted; none where it does not exist. Hidden ones are imports still at work. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : [])).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
