import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** One file or folder that the sandboxed process reads: where it lies here, and where it appears inside. */
export interface ChildFile {
  readonly source: string
  readonly inside: string
}

const evaluatorFolder = resolve(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)

/** Folder of an installed package, wherever npm has put it. */
function packageFolder(name: string, from: NodeJS.Require = require): string {
  for (const folder of from.resolve.paths(name) ?? []) {
    try {
      return dirname(from.resolve(join(folder, name, 'package.json')))
    } catch {
      // Not in this node_modules; the next one up may hold it.
    }
  }
  throw new Error(`The package ${name} is not installed; run npm ci in the repository root.`)
}

/** The entry of the sandboxed process as it lies here; used where no mount namespace moves it. */
export const childEntry = join(evaluatorFolder, 'src/sandbox/child/main.ts')

/** The same entry as it appears inside the mount namespace. */
export const childEntryInside = '/app/apps/evaluator/src/sandbox/child/main.ts'

/**
 * Everything of the repository that the sandboxed process may read: the engine's source, the child's own, and the
 * packages both import. No data folder, no other application, no git history.
 */
export function childFiles(): readonly ChildFile[] {
  const engine = packageFolder('@voxproof/engine')
  const fromEngine = createRequire(join(engine, 'package.json'))
  const modules = ['onnxruntime-node', 'onnxruntime-common', 'zod']
  return [
    { source: join(evaluatorFolder, 'src/sandbox/child'), inside: '/app/apps/evaluator/src/sandbox/child' },
    { source: join(evaluatorFolder, 'src/sandbox/protocol'), inside: '/app/apps/evaluator/src/sandbox/protocol' },
    { source: join(evaluatorFolder, 'package.json'), inside: '/app/apps/evaluator/package.json' },
    { source: join(engine, 'src'), inside: '/app/packages/engine/src' },
    { source: join(engine, 'package.json'), inside: '/app/packages/engine/package.json' },
    ...modules.map((name) => ({ source: packageFolder(name, fromEngine), inside: `/app/node_modules/${name}` })),
  ]
}

/** Links that lead the child's imports of workspace packages to their source, as npm's own links do. */
export const childLinks = [{ target: '../../packages/engine', inside: '/app/node_modules/@voxproof/engine' }] as const

/**
 * Where those links lie here. Node's permission model asks for them by this path before it follows them; without it a
 * plain process cannot import the engine.
 */
export function workspaceLinks(): readonly string[] {
  const folders = require.resolve.paths('@voxproof/engine') ?? []
  return folders.map((folder) => join(folder, '@voxproof/engine')).filter((path) => existsSync(path))
}

/** Version of onnxruntime-node as the sandboxed process runs it, read from its manifest without loading it here. */
export async function runtimeVersion(): Promise<string> {
  const engine = packageFolder('@voxproof/engine')
  const runtime = packageFolder('onnxruntime-node', createRequire(join(engine, 'package.json')))
  const manifest: unknown = JSON.parse(await readFile(join(runtime, 'package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}
