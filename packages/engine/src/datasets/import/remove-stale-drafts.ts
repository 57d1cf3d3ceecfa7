import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './read-manifest.ts'

/** Begins the name of a folder that an import writes into until it is complete. */
export const draftPrefix = '.importing-'

/** No import runs this long; what is older was left by one that was killed. */
const staleMilliseconds = 24 * 60 * 60 * 1000

/** Removes what killed imports left behind in the folder of datasets. */
export async function removeStaleDrafts(outFolder: string): Promise<void> {
  for (const name of await readdir(outFolder)) {
    if (!name.startsWith(draftPrefix)) continue
    const path = join(outFolder, name)
    // Another import may finish, and rename its draft, in between.
    const entry = await stat(path).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (entry && Date.now() - entry.mtimeMs > staleMilliseconds) await rm(path, { recursive: true, force: true })
  }
}
