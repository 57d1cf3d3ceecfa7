import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../import/read-manifest.ts'

/** Folders `<datasetsFolder>/<id>/<hash>` of prepared datasets, sorted by name; none where the folder is missing. */
export async function listDatasetFolders(datasetsFolder: string): Promise<readonly string[]> {
  const ids = await foldersIn(datasetsFolder)
  const nested = await Promise.all(
    ids.map(async (id) => {
      const hashes = await foldersIn(join(datasetsFolder, id))
      return hashes.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((hash) => join(datasetsFolder, id, hash))
    }),
  )
  return nested.flat()
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
