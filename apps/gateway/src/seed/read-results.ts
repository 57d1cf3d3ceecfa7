import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ResultManifest } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'
import type { Baseline } from './baselines.ts'

/** A committed result of a baseline, or why its file is none. */
export type CommittedResult =
  | { readonly file: string; readonly status: 'read'; readonly manifest: ResultManifest }
  | { readonly file: string; readonly status: 'malformed'; readonly message: string }

/**
 * The files `<folder>/results/<stem>.*.json` where `<stem>` is the name of the baseline's model file without `.onnx`, as
 * `voxproof evaluate --out` writes them. None where there is no such folder.
 */
export async function readResults(folder: string, { fileName }: Baseline): Promise<CommittedResult[]> {
  const results = join(folder, 'results')
  const stem = `${basename(fileName, '.onnx')}.`
  const names = (await namesIn(results)).filter((name) => name.startsWith(stem) && name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => ({ file: name, ...readManifest(await readFile(join(results, name), 'utf8')) })),
  )
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
