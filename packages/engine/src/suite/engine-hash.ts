import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * SHA-256, lower-case hex, over the engine's files by path, tests left out: what its numbers are computed with. It
 * changes with every edit, where the version changes with a release.
 */
export async function engineHash(): Promise<string> {
  const folder = fileURLToPath(new URL('../..', import.meta.url))
  const names = (await filesBelow(folder)).map((path) => relative(folder, path).replaceAll(sep, '/')).sort()
  const hash = createHash('sha256')
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(folder, name)))
  return hash.digest('hex')
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', 'test'].includes(entry.name) ? [] : filesBelow(path)
    return /\.(ts|json|wasm)$/.test(entry.name) && !/\.test\.ts$|^tsconfig/.test(entry.name) ? [path] : []
  })
  return (await Promise.all(found)).flat()
}
