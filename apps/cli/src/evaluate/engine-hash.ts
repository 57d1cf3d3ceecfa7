import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * SHA-256 over the engine's sources, tests left out, by path: what an interrupted evaluation was begun with. A changed
 * engine begins anew, even where its version is still the same.
 */
export async function engineHash(): Promise<string> {
  const folder = fileURLToPath(new URL('../..', import.meta.resolve('@voxproof/engine/suite')))
  const names = (await readdir(folder, { recursive: true })).filter(isSource).sort()
  const hash = createHash('sha256')
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(folder, name)))
  return hash.digest('hex')
}

function isSource(name: string): boolean {
  return /\.(ts|json)$/.test(name) && !/\.test\.ts$|(^|[/\\])test[/\\]/.test(name)
}
