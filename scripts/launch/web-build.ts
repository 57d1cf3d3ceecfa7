import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './environment.ts'

const webFolder = join(rootFolder, 'apps', 'web')
const stampFile = join(webFolder, '.next', 'voxproof-sources')
const inputs = ['apps/web', 'packages/schema', 'package-lock.json', 'tsconfig.json']
const notSources = new Set(['node_modules', '.next', '.turbo', 'next-env.d.ts', 'tsconfig.tsbuildinfo', 'test-results'])

/** Runs `build` where the site's sources changed since it last succeeded. Answers whether it did. */
export async function buildWebIfChanged(build: (webFolder: string) => Promise<void>): Promise<boolean> {
  const hash = webSourcesHash()
  const built = existsSync(join(webFolder, '.next', 'BUILD_ID')) && existsSync(stampFile)
  if (built && readFileSync(stampFile, 'utf8') === hash) return false
  // Before the build, so that one that is killed half-way is not taken for whole.
  rmSync(stampFile, { force: true })
  await build(webFolder)
  writeFileSync(stampFile, hash)
  return true
}

/** SHA-256 over the names and bytes of all that the site is built from, tests left out. */
function webSourcesHash(): string {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const file of filesBelow(join(rootFolder, input))) {
      hash
        .update(`${file.slice(rootFolder.length)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !notSources.has(name) && !/\.(test|spec)\.tsx?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .flatMap((entry) => filesBelow(join(path, entry.name)))
}
