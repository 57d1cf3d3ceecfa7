import { readFile } from 'node:fs/promises'
import type { ResultManifest } from '@voxproof/engine/suite'
import { readManifest } from '@voxproof/schema'
import { UsageError } from '../usage-error.ts'

/** The manifest in a file; throws a UsageError where there is none. What it states is not checked. */
export async function manifestAt(path: string): Promise<ResultManifest> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const reading = readManifest(text)
  if (reading.status === 'read') return reading.manifest
  throw new UsageError(`${path} is no result manifest: ${reading.message}`)
}
